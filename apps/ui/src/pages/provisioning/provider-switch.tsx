import { Switch } from '@mantine/core';
import { securityIntegrations, type WireIntegration } from '../../api/security-integrations.ts';
import { toastError } from '../../components/toast.ts';
import { useAttempt } from '../../components/use-attempt.ts';
import { provisioningText as words } from '../../messages/en-provisioning.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

interface ProviderSwitchProps {
  readonly integration: WireIntegration;
  /** Reads the list anew. */
  readonly renew: () => Promise<unknown>;
}

/** Whether a provider may bring users and groups; it is refused while it may not. */
export function ProviderSwitch({ integration: { id, name, enabled }, renew }: ProviderSwitchProps) {
  const tenant = useTenant();
  const { busy, run } = useAttempt((error) => toastError(words.switchFailed, error));
  return (
    <Switch
      size="xs"
      aria-label={words.enable(name)}
      checked={busy ? !enabled : enabled}
      disabled={busy}
      onChange={() =>
        void run(async () => {
          await securityIntegrations.setEnabled(tenant, id, !enabled);
          await renew();
        })
      }
    />
  );
}
