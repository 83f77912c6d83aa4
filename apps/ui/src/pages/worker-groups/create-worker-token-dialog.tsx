import { useState } from 'react';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { zoneName } from '../../format/instant.ts';
import { fromLocalText } from '../../format/local-text.ts';
import { t } from '../../messages/en.ts';
import { workerTokenText as words } from '../../messages/en-worker-groups.ts';

interface CreateWorkerTokenDialogProps {
  readonly onSubmit: (token: { readonly name: string; readonly expiresAt?: string }) => Promise<unknown>;
  readonly onClose: () => void;
}

export function CreateWorkerTokenDialog({ onSubmit, onClose }: CreateWorkerTokenDialogProps) {
  const [name, setName] = useState('');
  /** In the reader's zone, as the field has it. */
  const [expires, setExpires] = useState('');
  return (
    <DialogForm
      opened
      title={words.create}
      action={words.create}
      ready={name.trim() !== ''}
      onSubmit={() => onSubmit({ name, ...(expires === '' ? {} : { expiresAt: fromLocalText(expires) }) })}
      onClose={onClose}
    >
      <TextField data-autofocus label={words.name} description={words.nameText} value={name} onChange={setName} />
      <TextField
        type="datetime-local"
        label={words.expiresAt}
        description={`${words.expiresAtText} ${t.timesIn(zoneName())}.`}
        value={expires}
        onChange={setExpires}
      />
    </DialogForm>
  );
}
