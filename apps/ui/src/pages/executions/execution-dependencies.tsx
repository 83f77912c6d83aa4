import { IconTopologyStar3 } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { WireExecution } from '../../api/wire.ts';
import { PageError, PageLoading, PageNotice } from '../../components/page-state.tsx';
import { useLiveDependencies } from '../../live/use-live-dependencies.ts';
import { dependencyText as words } from '../../messages/en-dependencies.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { Dependencies } from '../../topology/dependencies.tsx';
import classes from '../../topology/topology.module.css';
import { useFlowDependencies } from '../../topology/use-flow-dependencies.ts';

/** The flows around that of an execution, each in the state of the execution that belongs to this one, followed live. */
export function ExecutionDependencies({ execution: { id, namespace, flowId } }: { readonly execution: WireExecution }) {
  const tenant = useTenant();
  const found = useLiveDependencies(tenant, id);
  const states = useMemo(() => new Map([...found].map(([uid, { state }]) => [uid, state.current])), [found]);
  const { here, dependencies, drawn } = useFlowDependencies(tenant, namespace, flowId, true);

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
