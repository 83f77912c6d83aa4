import { useQuery } from '@tanstack/react-query';
import { IconHome } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '../../auth/use-me.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { defaultsQuery } from '../../dashboards/use-dashboards.ts';
import { dashboardsText as words } from '../../messages/en-dashboards.ts';
import { t } from '../../messages/en.ts';
import { mayUpdateTenants } from '../../tenants/tenant-rights.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { DefaultDashboardsDialog } from './default-dashboards-dialog.tsx';

/** Which dashboards the tenant shows first: a setting of the tenant. */
export function DefaultDashboardsButton() {
  const tenant = useTenant();
  const me = useMe();
  const [opened, setOpened] = useState(false);
  const reason =
    tenant === undefined
      ? words.defaults.noTenant
      : mayUpdateTenants(me)
        ? undefined
        : t.needsPermission('TENANT:UPDATE');
  const defaults = useQuery({ ...defaultsQuery(tenant), enabled: reason === undefined }).data;
  return (
    <>
      <ActionButton
        label={words.defaults.open}
        icon={<IconHome size={15} />}
        reason={reason}
        onClick={() => setOpened(true)}
      />
      {opened && tenant !== undefined && defaults !== undefined && (
        <DefaultDashboardsDialog tenant={tenant} before={defaults} onClose={() => setOpened(false)} />
      )}
    </>
  );
}
