import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import { reusableInputsText } from '../../messages/en-reusable-inputs.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** Leads to the editor with a first source. */
export function CreateReusableInputsButton({ namespace }: { readonly namespace: string }) {
  const tenant = useTenant();
  const reason = lacking(usePermissions(), 'REUSABLE_INPUTS:CREATE', namespace);
  if (reason !== undefined) return <CreateButton label={reusableInputsText.create} reason={reason} />;
  return (
    <Button component={Link} to={paths.newReusableInputs(tenant, namespace)} leftSection={<IconPlus size={15} />}>
      {reusableInputsText.create}
    </Button>
  );
}
