import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { PageBar } from '../../components/page-bar.tsx';
import { dependencyText } from '../../messages/en-dependencies.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { CreateFlowButton } from './create-flow-button.tsx';
import { FlowList } from './flow-list.tsx';

export function FlowsPage() {
  const tenant = useTenant();
  return (
    <>
      <PageBar
        title={t.flows.title}
        actions={
          <>
            <Button component={Link} to={paths.dependencies(tenant)} variant="default">
              {dependencyText.title}
            </Button>
            <CreateFlowButton />
          </>
        }
      />
      <FlowList />
    </>
  );
}
