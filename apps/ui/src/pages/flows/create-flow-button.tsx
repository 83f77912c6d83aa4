import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** Leads to the editor with a first flow, in `namespace` if that is given. */
export function CreateFlowButton({ namespace }: { readonly namespace?: string | undefined }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const reason = lacking(permissions, 'FLOW:CREATE', namespace);
  if (reason !== undefined) return <CreateButton label={t.flows.create} reason={reason} />;
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
