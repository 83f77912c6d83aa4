import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { LinkTabs } from '../../components/link-tabs.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { NotFound, PageError, PageLoading } from '../../components/page-state.tsx';
import { useLiveExecution } from '../../live/use-live-execution.ts';
import { t } from '../../messages/en.ts';
import { paths, type ExecutionTab } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { ExecutionActions } from './execution-actions.tsx';
import { ExecutionGantt } from './execution-gantt.tsx';
import { ExecutionLogs } from './execution-logs.tsx';
import { ExecutionMetrics } from './execution-metrics.tsx';
import { ExecutionOutputs } from './execution-outputs.tsx';
import { ExecutionOverview } from './execution-overview.tsx';
import { LiveMark } from './live-mark.tsx';
import { Neighbours } from './neighbours.tsx';
import { StateHistory } from './state-history.tsx';
import { KillSwitchNote } from './kill-switch-note.tsx';
import { WaitingPanel } from './waiting-panel.tsx';

const ExecutionTopology = lazy(() =>
  import('./execution-topology.tsx').then((module) => ({ default: module.ExecutionTopology })),
);

const ExecutionDependencies = lazy(() =>
  import('./execution-dependencies.tsx').then((module) => ({ default: module.ExecutionDependencies })),
);

const tabs: readonly ExecutionTab[] = ['overview', 'gantt', 'topology', 'logs', 'outputs', 'metrics', 'dependencies'];

export function ExecutionPage() {
  const tenant = useTenant();
  const {
    namespace,
    flowId,
    executionId,
    tab: asked = 'overview',
  } = useParams({ strict: false }) as {
    namespace: string;
    flowId: string;
    executionId: string;
    tab?: string;
  };
  const { query, execution, status } = useLiveExecution(tenant, executionId);
  const tab = tabs.find((name) => name === asked);

  return (
    <>
      <PageBar
        crumbs={[
          { label: t.executions.title, to: paths.executions(tenant) },
          { label: namespace, to: `${paths.executions(tenant)}?namespace=${namespace}` },
          { label: flowId, to: paths.flow(tenant, namespace, flowId) },
        ]}
        title={executionId}
        tab={[...(tab === undefined || tab === 'overview' ? [] : [t.executions.tabs[tab]]), flowId]}
        mono
        beside={
          execution !== undefined && (
            <>
              <StateHistory state={execution.state} />
              <LiveMark status={status} />
              {execution.kind !== 'LOOP' && (
                <Neighbours key={execution.id} execution={execution} tab={tab ?? 'overview'} />
              )}
            </>
          )
        }
        actions={execution !== undefined && <ExecutionActions execution={execution} />}
      />
      {query.error !== null && execution === undefined && (
        <PageError error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <PageLoading />}
      {execution !== undefined && (
        <>
          <LinkTabs
            label={executionId}
            tabs={tabs.map((name) => ({
              label: t.executions.tabs[name],
              to: paths.execution(tenant, { namespace, flowId, id: executionId }, name),
              current: name === tab,
            }))}
          />
          <WaitingPanel execution={execution} />
          <KillSwitchNote execution={execution} />
          {tab === 'overview' && <ExecutionOverview execution={execution} />}
          {tab === 'gantt' && <ExecutionGantt execution={execution} />}
          {tab === 'topology' && (
            <Suspense fallback={<PageLoading />}>
              <ExecutionTopology execution={execution} />
            </Suspense>
          )}
          {tab === 'logs' && <ExecutionLogs key={execution.id} execution={execution} />}
          {tab === 'outputs' && <ExecutionOutputs execution={execution} />}
          {tab === 'metrics' && <ExecutionMetrics execution={execution} />}
          {tab === 'dependencies' && (
            <Suspense fallback={<PageLoading />}>
              <ExecutionDependencies key={execution.id} execution={execution} />
            </Suspense>
          )}
          {tab === undefined && <NotFound />}
        </>
      )}
    </>
  );
}
