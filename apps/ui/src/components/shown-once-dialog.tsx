import { Button, Group, Modal, Stack } from '@mantine/core';
import { t } from '../messages/en.ts';
import { Copyable } from './copyable.tsx';

interface ShownOnceDialogProps {
  readonly title: string;
  readonly text: string;
  /** Undefined: closed. */
  readonly secret: string | undefined;
  /** What it is, after “Copy”. */
  readonly label: string;
  readonly onClose: () => void;
}

/** The one time that a secret can be read. A click beside it does not close it. */
export function ShownOnceDialog({ title, text, secret, label, onClose }: ShownOnceDialogProps) {
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onClose}
      closeOnClickOutside={false}
      title={title}
      size="lg"
      closeButtonProps={{ 'aria-label': t.close }}
    >
      <Stack gap="md">
        <span>{text}</span>
        <Copyable text={secret ?? ''} label={label} />
        <Group justify="flex-end">
          <Button data-autofocus onClick={onClose}>
            {t.done}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
