import { securityIntegrations, type WireIntegration } from '../../api/security-integrations.ts';
import { EnabledSwitch } from '../../components/enabled-switch.tsx';
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
  return (
    <EnabledSwitch
      label={words.enable(name)}
      enabled={enabled}
      failure={words.switchFailed}
      change={async (wished) => {
        await securityIntegrations.setEnabled(tenant, id, wished);
        await renew();
      }}
    />
  );
}
