import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import type { WireTenant } from '../../api/wire.ts';
import { useMe } from '../../auth/use-me.ts';
import { t } from '../../messages/en.ts';
import { mayDeleteTenants, mayUpdateTenants } from '../../tenants/tenant-rights.ts';

interface TenantActionsProps {
  readonly tenant: WireTenant;
  readonly onRename: (tenant: WireTenant) => void;
  readonly onDelete: (tenant: WireTenant) => void;
}

export function TenantActions({ tenant, onRename, onDelete }: TenantActionsProps) {
  const me = useMe();
  const whyNotRename = mayUpdateTenants(me) ? undefined : t.tenants.needs('TENANT:UPDATE');
  const whyNotDelete = mayDeleteTenants(me) ? undefined : t.tenants.needs('TENANT:DELETE');
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
