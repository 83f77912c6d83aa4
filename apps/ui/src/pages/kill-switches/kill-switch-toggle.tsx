import { Switch } from '@mantine/core';
import { killSwitches, type WireKillSwitch } from '../../api/kill-switches.ts';
import { toastError } from '../../components/toast.ts';
import { useAttempt } from '../../components/use-attempt.ts';
import { killSwitchText as words } from '../../messages/en-kill-switches.ts';

interface KillSwitchToggleProps {
  readonly killSwitch: WireKillSwitch;
  /** Reads the list anew. */
  readonly renew: () => Promise<unknown>;
}

/** Whether it holds within its period. */
export function KillSwitchToggle({ killSwitch, renew }: KillSwitchToggleProps) {
  const { id, deleted: _deleted, ...values } = killSwitch;
  const { name, enabled } = values;
  const { busy, run } = useAttempt((error) => toastError(words.switchFailed, error));
  return (
    <Switch
      size="xs"
      aria-label={words.enable(name)}
      checked={busy ? !enabled : enabled}
      disabled={busy}
      onChange={() =>
        void run(async () => {
          await killSwitches.update(id, { ...values, enabled: !enabled });
          await renew();
        })
      }
    />
  );
}
