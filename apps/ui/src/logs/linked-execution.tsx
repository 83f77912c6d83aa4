import { Link } from '@tanstack/react-router';
import type { LinkedExecution as Linked } from '@windhover/model';
import { paths } from '../paths.ts';
import { useTenant } from '../tenants/use-tenant.ts';

/** Where a log line names an execution: leads to it, and to its flow. */
export function LinkedExecution({ id, flowId, namespace }: Linked) {
  const tenant = useTenant();
  return (
    <>
      <Link to={paths.execution(tenant, { id, flowId, namespace })}>{id}</Link> (
      <Link to={paths.flow(tenant, namespace, flowId)}>
        {namespace}.{flowId}
      </Link>
      )
    </>
  );
}
