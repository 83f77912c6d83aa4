import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { namespaces } from '../../api/namespaces.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { LinkTabs } from '../../components/link-tabs.tsx';
import { PageBar, type Crumb } from '../../components/page-bar.tsx';
import { NotFound, PageError, PageLoading } from '../../components/page-state.tsx';
import { namespaceText as words } from '../../messages/en-namespaces.ts';
import { t } from '../../messages/en.ts';
import { paths, type NamespaceTab } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { ExecutionList } from '../executions/execution-list.tsx';
import { CreateFlowButton } from '../flows/create-flow-button.tsx';
import { FlowList } from '../flows/flow-list.tsx';
import { NamespaceDetails } from './namespace-details.tsx';
import { NamespaceKv } from './namespace-kv.tsx';
import { NamespaceReusableInputs } from './namespace-reusable-inputs.tsx';
import { NamespaceSecrets } from './namespace-secrets.tsx';

const NamespaceFiles = lazy(() =>
  import('./namespace-files.tsx').then((module) => ({ default: module.NamespaceFiles })),
);

const NamespaceOverview = lazy(() =>
  import('./namespace-overview.tsx').then((module) => ({ default: module.NamespaceOverview })),
);

const NamespaceDependencies = lazy(() =>
  import('./namespace-dependencies.tsx').then((module) => ({ default: module.NamespaceDependencies })),
);

const tabs: readonly NamespaceTab[] = [
  'flows',
  'executions',
  'dependencies',
  'files',
  'kv',
  'secrets',
  'reusable-inputs',
  'details',
];

export function NamespacePage() {
  const tenant = useTenant();
  const { namespace: id, tab: asked = 'flows' } = useParams({ strict: false }) as { namespace: string; tab?: string };
  const query = useQuery({
    queryKey: tenantKey(tenant, 'namespace', id),
    queryFn: () => namespaces.get(tenant, id),
  });
  const tab = asked === 'overview' ? asked : tabs.find((name) => name === asked);
  const permissions = usePermissions();
  const mayCount = permissions.can('EXECUTION:LIST', id) || permissions.can('DASHBOARD:VIEW');
  const offered = mayCount ? (['overview', ...tabs] as const) : tabs;
  const parts = id.split('.');
  const crumbs: readonly Crumb[] = parts.slice(0, -1).map((label, index) => ({
    label,
    to: paths.namespace(tenant, parts.slice(0, index + 1).join('.'), tab),
  }));

  return (
    <>
      <PageBar
        crumbs={[{ label: t.namespaces.title, to: paths.namespaces(tenant) }, ...crumbs]}
        title={id}
        tab={tab === undefined || tab === 'flows' ? [] : [words.tabs[tab]]}
        actions={<CreateFlowButton namespace={id} />}
      />
      {query.error !== null && query.data === undefined && (
        <PageError error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <PageLoading />}
      {query.data !== undefined && (
        <>
          <LinkTabs
            label={id}
            tabs={offered.map((name) => ({
              label: words.tabs[name],
              to: paths.namespace(tenant, id, name),
              current: name === tab,
            }))}
          />
          <Suspense fallback={<PageLoading />}>
            {tab === 'overview' && <NamespaceOverview key={id} namespace={id} />}
            {tab === 'flows' && <FlowList key={id} namespace={id} />}
            {tab === 'executions' && <ExecutionList key={id} namespace={id} />}
            {tab === 'dependencies' && <NamespaceDependencies key={id} namespace={id} />}
            {tab === 'files' && <NamespaceFiles key={id} namespace={id} />}
            {tab === 'kv' && <NamespaceKv key={id} namespace={id} />}
            {tab === 'secrets' && <NamespaceSecrets key={id} namespace={id} />}
            {tab === 'reusable-inputs' && <NamespaceReusableInputs key={id} namespace={id} />}
            {tab === 'details' && <NamespaceDetails key={id} namespace={query.data} />}
            {tab === undefined && <NotFound />}
          </Suspense>
        </>
      )}
    </>
  );
}
