import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** The way on for somebody who has to choose a flow first. */
export function ToFlows() {
  const tenant = useTenant();
  return (
    <Button component={Link} to={paths.flows(tenant)}>
      {t.executions.toFlows}
    </Button>
  );
}
