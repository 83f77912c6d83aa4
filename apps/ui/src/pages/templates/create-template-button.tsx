import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import { templateText } from '../../messages/en-templates.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** Leads to the editor with a first template. */
export function CreateTemplateButton() {
  const tenant = useTenant();
  const reason = lacking(usePermissions(), 'TEMPLATE:CREATE');
  if (reason !== undefined) return <CreateButton label={templateText.create} reason={reason} />;
  return (
    <Button component={Link} to={paths.newTemplate(tenant)} leftSection={<IconPlus size={15} />}>
      {templateText.create}
    </Button>
  );
}
