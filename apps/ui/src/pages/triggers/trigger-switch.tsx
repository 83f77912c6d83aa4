import { Switch, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { triggers, type WireTrigger } from '../../api/triggers.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { toastError } from '../../components/toast.ts';
import { triggerText as words } from '../../messages/en-triggers.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { triggersKey } from './triggers-key.ts';

/** On or off; shows what was asked for until the server has answered. */
export function TriggerSwitch({ trigger: { trigger, state } }: { readonly trigger: WireTrigger }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [asked, setAsked] = useState<boolean>();
  const on = asked ?? !state.disabled;
  const needed = state.disabled ? 'TRIGGER:ENABLE' : 'TRIGGER:DISABLE';
  const reason = trigger['disabled'] === true ? words.disabledInFlow : lacking(permissions, needed, state.namespace);

  const change = async (enabled: boolean) => {
    setAsked(enabled);
    try {
      await triggers.setDisabled(tenant, state, !enabled);
      await queryClient.invalidateQueries({ queryKey: triggersKey(tenant) });
    } catch (error) {
      toastError(words.switchFailed, error);
    } finally {
      setAsked(undefined);
    }
  };

  return (
    <Tooltip label={reason} disabled={reason === undefined} refProp="rootRef">
      <Switch
        size="xs"
        aria-label={words.enable(state.triggerId)}
        checked={trigger['disabled'] === true ? false : on}
        disabled={reason !== undefined || asked !== undefined}
        onChange={(event) => void change(event.currentTarget.checked)}
      />
    </Tooltip>
  );
}
