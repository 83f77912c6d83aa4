import { killSwitches, type WireKillSwitch } from '../../api/kill-switches.ts';
import { EnabledSwitch } from '../../components/enabled-switch.tsx';
import { killSwitchText as words } from '../../messages/en-kill-switches.ts';

interface KillSwitchToggleProps {
  readonly killSwitch: WireKillSwitch;
  /** Reads the list anew. */
  readonly renew: () => Promise<unknown>;
}

/** Whether it holds within its period. */
export function KillSwitchToggle({ killSwitch, renew }: KillSwitchToggleProps) {
  const { id, deleted: _deleted, ...values } = killSwitch;
  return (
    <EnabledSwitch
      label={words.enable(values.name)}
      enabled={values.enabled}
      failure={words.switchFailed}
      change={async (enabled) => {
        await killSwitches.update(id, { ...values, enabled });
        await renew();
      }}
    />
  );
}
