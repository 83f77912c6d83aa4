import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../messages/en.ts';
import { InlineError } from './inline-error.tsx';
import { useAttempt } from './use-attempt.ts';
import { useFocusBack } from './use-focus-back.ts';

interface DialogFormProps {
  readonly title: string;
  readonly action: string;
  readonly opened: boolean;
  readonly ready?: boolean;
  readonly size?: 'md' | 'lg' | 'xl';
  /** The action takes something away. */
  readonly destructive?: boolean;
  /** Nothing has to be entered: Return does it. */
  readonly focusAction?: boolean;
  /** Errors that the form shows at a field of its own. */
  readonly shownInForm?: (error: unknown) => boolean;
  readonly onSubmit: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form in a dialog: closes when it was done, shows what the server says when it was not. */
export function DialogForm({ title, opened, size = 'md', onClose, ...form }: DialogFormProps) {
  useFocusBack(opened);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      // A click beside it by mistake would lose what was entered
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t.close }}
    >
      {opened && <Form {...form} onClose={onClose} />}
    </Modal>
  );
}

function Form({
  action,
  ready = true,
  destructive = false,
  focusAction = false,
  shownInForm = () => false,
  onSubmit,
  onClose,
  children,
}: Omit<DialogFormProps, 'title' | 'opened' | 'size'>) {
  const { busy, error, run } = useAttempt();
  const submit = async () => {
    if (await run(onSubmit)) onClose();
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
        {error !== undefined && !shownInForm(error) && <InlineError error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button
            type="submit"
            {...(destructive ? { color: 'red' } : {})}
            disabled={!ready}
            loading={busy}
            data-autofocus={focusAction || undefined}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
