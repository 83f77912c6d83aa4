import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { t } from '../messages/en.ts';
import { InlineError } from './inline-error.tsx';

interface DialogFormProps {
  readonly title: string;
  readonly action: string;
  readonly opened: boolean;
  readonly ready?: boolean;
  readonly wide?: boolean;
  readonly onSubmit: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form in a dialog: closes when it was done, shows what the server says when it was not. */
export function DialogForm({ title, opened, wide = false, onClose, ...form }: DialogFormProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={wide ? 'xl' : 'md'}
      closeButtonProps={{ 'aria-label': t.close }}
    >
      {opened && <Form {...form} onClose={onClose} />}
    </Modal>
  );
}

function Form({
  action,
  ready = true,
  onSubmit,
  onClose,
  children,
}: Omit<DialogFormProps, 'title' | 'opened' | 'wide'>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onSubmit();
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) void submit();
      }}
    >
      <Stack gap="md">
        {children}
        {error !== undefined && <InlineError error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" disabled={!ready} loading={busy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
