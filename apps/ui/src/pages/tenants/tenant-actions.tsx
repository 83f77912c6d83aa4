import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import type { WireTenant } from '../../api/wire.ts';
import { useMe } from '../../auth/use-me.ts';
import { administrationText } from '../../messages/en-administration.ts';
import { t } from '../../messages/en.ts';
import { mayDeleteTenants, mayUpdateTenants } from '../../tenants/tenant-rights.ts';

interface TenantActionsProps {
  readonly tenant: WireTenant;
  readonly onRename: (tenant: WireTenant) => void;
  readonly onSuspension: (tenant: WireTenant) => void;
  readonly onDelete: (tenant: WireTenant) => void;
}

export function TenantActions({ tenant, onRename, onSuspension, onDelete }: TenantActionsProps) {
  const me = useMe();
  const whyNotRename = mayUpdateTenants(me) ? undefined : t.tenants.needs('TENANT:UPDATE');
  const whyNotDelete = mayDeleteTenants(me) ? undefined : t.tenants.needs('TENANT:DELETE');
  const isSuspended = tenant.status === 'SUSPENDED';
  const whyNotSuspend = me.superAdmin ? undefined : administrationText.suspension.needs;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size={24} aria-label={`${t.moreActions}: ${tenant.id}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size={15} />}
          disabled={whyNotRename !== undefined}
          title={whyNotRename}
          onClick={() => onRename(tenant)}
        >
          {t.tenants.rename}
        </Menu.Item>
        <Menu.Item
          leftSection={isSuspended ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
          disabled={whyNotSuspend !== undefined}
          title={whyNotSuspend}
          onClick={() => onSuspension(tenant)}
        >
          {isSuspended ? administrationText.suspension.resume : administrationText.suspension.suspend}
        </Menu.Item>
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={15} />}
          disabled={whyNotDelete !== undefined}
          title={whyNotDelete}
          onClick={() => onDelete(tenant)}
        >
          {t.tenants.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
