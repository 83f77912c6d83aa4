import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import { dashboardsText as words } from '../../messages/en-dashboards.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** Leads to the editor with a first dashboard. */
export function CreateDashboardButton() {
  const tenant = useTenant();
  const reason = lacking(usePermissions(), 'DASHBOARD:CREATE');
  if (reason !== undefined) return <CreateButton label={words.create} reason={reason} />;
  return (
    <Button component={Link} to={paths.newDashboard(tenant)} leftSection={<IconPlus size={15} />}>
      {words.create}
    </Button>
  );
}
