import { Switch } from '@mantine/core';
import { toastError } from './toast.ts';
import { useAttempt } from './use-attempt.ts';

interface EnabledSwitchProps {
  /** What it says of itself to those who do not see it. */
  readonly label: string;
  readonly enabled: boolean;
  /** What is said when `change` rejects. */
  readonly failure: string;
  /** Resolves once the new value is shown. */
  readonly change: (enabled: boolean) => Promise<unknown>;
}

/** Switches one thing of a list on or off; shows what was asked for until that is answered. */
export function EnabledSwitch({ label, enabled, failure, change }: EnabledSwitchProps) {
  const { busy, run } = useAttempt((error) => toastError(failure, error));
  return (
    <Switch
      size="xs"
      aria-label={label}
      checked={busy ? !enabled : enabled}
      disabled={busy}
      onChange={() => void run(async () => void (await change(!enabled)))}
    />
  );
}
