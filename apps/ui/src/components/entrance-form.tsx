import { Button, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { InlineError } from './inline-error.tsx';
import { useAttempt } from './use-attempt.ts';

interface EntranceFormProps {
  readonly action: string;
  readonly ready?: boolean;
  /** What it rejects with is shown above the button. */
  readonly onSubmit: () => Promise<unknown>;
  readonly children: ReactNode;
  /** Ways to somewhere else. */
  readonly footer?: ReactNode;
}

/** The form of a page before one is signed in. */
export function EntranceForm({ action, ready = true, onSubmit, children, footer }: EntranceFormProps) {
  const { busy, error, run } = useAttempt();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) void run(onSubmit);
      }}
    >
      <Stack gap="sm">
        {children}
        {error !== undefined && <InlineError error={error} />}
        <Button type="submit" size="sm" loading={busy}>
          {action}
        </Button>
        {footer}
      </Stack>
    </form>
  );
}
