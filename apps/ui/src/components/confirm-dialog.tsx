import { useState, type ReactNode } from 'react';
import { t } from '../messages/en.ts';
import { DialogForm } from './dialog-form.tsx';
import { TextField } from './text-field.tsx';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** What exactly will happen, in numbers where there are any. */
  readonly children: ReactNode;
  readonly confirmLabel: string;
  /** Has to be typed when what goes cannot be brought back. */
  readonly typeToConfirm?: string;
  readonly destructive?: boolean;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something that cannot be undone; a failure is shown in the dialog, which then stays open. */
export function ConfirmDialog({
  opened,
  title,
  children,
  confirmLabel,
  typeToConfirm,
  destructive = true,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const [typed, setTyped] = useState('');
  const close = () => {
    setTyped('');
    onClose();
  };
  return (
    <DialogForm
      opened={opened}
      title={title}
      action={confirmLabel}
      ready={typeToConfirm === undefined || typed === typeToConfirm}
      destructive={destructive}
      onSubmit={onConfirm}
      onClose={close}
    >
      <div>{children}</div>
      {typeToConfirm !== undefined && (
        <TextField data-autofocus label={t.typeToConfirm(typeToConfirm)} value={typed} onChange={setTyped} />
      )}
    </DialogForm>
  );
}
