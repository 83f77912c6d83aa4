import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { flows } from '../../api/flows.ts';
import { LinkTabs } from '../../components/link-tabs.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { NotFound, PageError, PageLoading } from '../../components/page-state.tsx';
import { Tag } from '../../components/tag.tsx';
import { t } from '../../messages/en.ts';
import { paths, type FlowTab } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { ExecutionList } from '../executions/execution-list.tsx';
import { FlowActions } from './flow-actions.tsx';
import { FlowOverview } from './flow-overview.tsx';
import { FlowRevisions } from './flow-revisions.tsx';

const FlowTriggers = lazy(() =>
  import('../triggers/flow-triggers.tsx').then((module) => ({ default: module.FlowTriggers })),
);
const FlowAuditLog = lazy(() => import('./flow-audit-log.tsx').then((module) => ({ default: module.FlowAuditLog })));
const FlowConcurrency = lazy(() =>
  import('./flow-concurrency.tsx').then((module) => ({ default: module.FlowConcurrency })),
);
const FlowMetrics = lazy(() => import('./flow-metrics.tsx').then((module) => ({ default: module.FlowMetrics })));
const LogSearch = lazy(() => import('../logs/log-search.tsx').then((module) => ({ default: module.LogSearch })));
const FlowTopology = lazy(() => import('./flow-topology.tsx').then((module) => ({ default: module.FlowTopology })));
const FlowDependencies = lazy(() =>
  import('./flow-dependencies.tsx').then((module) => ({ default: module.FlowDependencies })),
);
const FlowEditor = lazy(() => import('./flow-editor.tsx').then((module) => ({ default: module.FlowEditor })));

const tabs: readonly FlowTab[] = [
  'overview',
  'topology',
  'edit',
  'executions',
  'triggers',
  'revisions',
  'logs',
  'metrics',
  'concurrency',
  'dependencies',
  'auditlogs',
];

export function FlowPage() {
  const tenant = useTenant();
  const {
    namespace,
    flowId,
    tab: asked = 'overview',
  } = useParams({ strict: false }) as {
    namespace: string;
    flowId: string;
    tab?: string;
  };
  const query = useQuery({
    queryKey: tenantKey(tenant, 'flow', namespace, flowId),
    queryFn: () => flows.get(tenant, namespace, flowId),
  });
  const tab = tabs.find((name) => name === asked);
  const flow = query.data;

  return (
    <>
      <PageBar
        crumbs={[
          { label: t.flows.title, to: paths.flows(tenant) },
          { label: namespace, to: `${paths.flows(tenant)}?namespace=${namespace}` },
        ]}
        title={flowId}
        tab={tab === undefined || tab === 'overview' ? [] : [t.flows.tabs[tab]]}
        beside={flow?.disabled === true && <Tag text={t.flows.disabled} />}
        actions={flow === undefined ? undefined : <FlowActions flow={flow} />}
      />
      {query.error !== null && flow === undefined && (
        <PageError error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <PageLoading />}
      {flow !== undefined && (
        <>
          <LinkTabs
            label={flowId}
            tabs={tabs.map((name) => ({
              label: t.flows.tabs[name],
              to: paths.flow(tenant, namespace, flowId, name),
              current: name === tab,
            }))}
          />
          <Suspense fallback={<PageLoading />}>
            {tab === 'overview' && <FlowOverview flow={flow} />}
            {tab === 'topology' && <FlowTopology flow={flow} />}
            {tab === 'edit' && <FlowEditor flow={flow} />}
            {tab === 'executions' && <ExecutionList flow={{ namespace, id: flowId }} />}
            {tab === 'triggers' && <FlowTriggers flow={flow} />}
            {tab === 'revisions' && <FlowRevisions flow={flow} />}
            {tab === 'logs' && <LogSearch flow={flow} />}
            {tab === 'metrics' && <FlowMetrics flow={flow} />}
            {tab === 'concurrency' && <FlowConcurrency flow={flow} />}
            {tab === 'dependencies' && <FlowDependencies key={`${namespace}/${flowId}`} flow={flow} />}
            {tab === 'auditlogs' && <FlowAuditLog flow={flow} />}
            {tab === undefined && <NotFound />}
          </Suspense>
        </>
      )}
    </>
  );
}
