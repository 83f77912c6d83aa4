import { useQuery } from '@tanstack/react-query';
import { IconTopologyStar3 } from '@tabler/icons-react';
import { useMemo } from 'react';
import { graphs } from '../../api/graphs.ts';
import type { WireExecution } from '../../api/wire.ts';
import { PageError, PageLoading, PageNotice } from '../../components/page-state.tsx';
import { useLiveDependencies } from '../../live/use-live-dependencies.ts';
import { dependencyText as words } from '../../messages/en-dependencies.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { Dependencies } from '../../topology/dependencies.tsx';
import { toDependencyDrawing } from '../../topology/dependency-drawing.ts';
import classes from '../../topology/topology.module.css';

/** The flows around that of an execution, each in the state of the execution that belongs to this one, followed live. */
export function ExecutionDependencies({ execution: { id, namespace, flowId } }: { readonly execution: WireExecution }) {
  const tenant = useTenant();
  const here = `${namespace}/${flowId}`;
  const found = useLiveDependencies(tenant, id);
  const states = useMemo(() => new Map([...found].map(([uid, { state }]) => [uid, state.current])), [found]);
  const dependencies = useQuery({
    queryKey: tenantKey(tenant, 'dependencies', 'flow', namespace, flowId, true),
    queryFn: () => graphs.dependencies(tenant, namespace, flowId, true),
  });
  const { data } = dependencies;
  const drawn = useMemo(() => data && toDependencyDrawing(data, here), [data, here]);

  if (dependencies.error !== null)
    return <PageError error={dependencies.error} onRetry={() => void dependencies.refetch()} />;
  if (drawn === undefined) return <PageLoading />;
  if (drawn.drawing.arrows.length === 0)
    return (
      <PageNotice icon={<IconTopologyStar3 />} title={words.aloneFlow}>
        {words.aloneFlowText}
      </PageNotice>
    );
  return (
    <div className={classes.page}>
      <Dependencies
        drawn={drawn}
        here={here}
        states={states}
        toFlow={(flow, uid) => {
          const ran = found.get(uid);
          return ran === undefined
            ? paths.flow(tenant, flow.namespace, flow.id, 'dependencies')
            : paths.execution(tenant, { ...ran, id: ran.executionId }, 'dependencies');
        }}
      />
    </div>
  );
}
