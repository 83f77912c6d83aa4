import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { executions } from '../../api/executions.ts';
import type { WireTaskRun } from '../../api/wire.ts';
import { executionKey } from '../../live/use-live-execution.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const words = t.executions.failure;

/** Where a task failed because of executions that it has started: leads to the failed subflow, or to the failed iterations. */
export function FailedBelow({ taskRun }: { readonly taskRun: WireTaskRun }) {
  const tenant = useTenant();
  const outputs = taskRun.outputs ?? {};
  const childId = typeof outputs['executionId'] === 'string' ? outputs['executionId'] : '';
  const child = useQuery({
    queryKey: executionKey(tenant, childId),
    queryFn: () => executions.get(tenant, childId),
    enabled: childId !== '',
    retry: false,
  });
  if (child.data !== undefined)
    return (
      <Button variant="default" component={Link} to={paths.execution(tenant, child.data)}>
        {words.child}
      </Button>
    );
  if (outputs['terminatedIterations'] === undefined) return null;
  return (
    <Button
      variant="default"
      component={Link}
      to={paths.executions(tenant)}
      search={{ kind: 'LOOP', triggerTaskRunId: taskRun.id, state: 'FAILED' } as never}
    >
      {words.iterations}
    </Button>
  );
}
