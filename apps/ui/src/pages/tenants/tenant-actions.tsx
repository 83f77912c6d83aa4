import { IconDatabaseCog, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import type { WireTenant } from '../../api/wire.ts';
import { useMe } from '../../auth/use-me.ts';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { administrationText } from '../../messages/en-administration.ts';
import { backendText } from '../../messages/en-backends.ts';
import { t } from '../../messages/en.ts';
import { mayDeleteTenants, mayUpdateTenants } from '../../tenants/tenant-rights.ts';

interface TenantActionsProps {
  readonly tenant: WireTenant;
  readonly onEdit: (tenant: WireTenant) => void;
  readonly onBackends: (tenant: WireTenant) => void;
  readonly onSuspension: (tenant: WireTenant) => void;
  readonly onDelete: (tenant: WireTenant) => void;
}

export function TenantActions({ tenant, onEdit, onBackends, onSuspension, onDelete }: TenantActionsProps) {
  const me = useMe();
  const words = administrationText.suspension;
  const isSuspended = tenant.status === 'SUSPENDED';
  return (
    <ActionMenu of={tenant.id}>
      <ActionItem
        label={t.tenants.edit}
        icon={<IconPencil size={15} />}
        reason={mayUpdateTenants(me) ? undefined : t.needsPermission('TENANT:UPDATE')}
        onClick={() => onEdit(tenant)}
      />
      <ActionItem
        label={backendText.action}
        icon={<IconDatabaseCog size={15} />}
        reason={mayUpdateTenants(me) ? undefined : t.needsPermission('TENANT:UPDATE')}
        onClick={() => onBackends(tenant)}
      />
      <ActionItem
        label={isSuspended ? words.resume : words.suspend}
        icon={isSuspended ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
        reason={me.superAdmin ? undefined : words.needs}
        onClick={() => onSuspension(tenant)}
      />
      <ActionItem
        label={t.tenants.remove}
        icon={<IconTrash size={15} />}
        reason={mayDeleteTenants(me) ? undefined : t.needsPermission('TENANT:DELETE')}
        destructive
        onClick={() => onDelete(tenant)}
      />
    </ActionMenu>
  );
}
