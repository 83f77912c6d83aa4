import { Button, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import { usePermissions } from '../../auth/permissions.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** Leads to the editor with a first flow, in `namespace` if that is given. */
export function CreateFlowButton({ namespace }: { readonly namespace?: string | undefined }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  if (!permissions.can('FLOW:CREATE', namespace))
    return (
      <Tooltip label={t.tenants.needs('FLOW:CREATE')}>
        <Button disabled>{t.flows.create}</Button>
      </Tooltip>
    );
  return (
    <Button
      component={Link}
      to={paths.newFlow(tenant)}
      search={(namespace === undefined ? {} : { namespace }) as never}
      leftSection={<IconPlus size={15} />}
    >
      {t.flows.create}
    </Button>
  );
}
