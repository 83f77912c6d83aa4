import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { flows } from '../../api/flows.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { toast } from '../../components/toast.ts';
import { SourceEditor } from '../../editor/source-editor.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useSettings } from '../../settings/settings.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** Begins with a copy of another flow, or with a small one that works, so that the first save gives something to execute. */
export function NewFlowPage() {
  const tenant = useTenant();
  const [search] = useUrlSearch();
  const chosen = useSettings().namespaces[tenant ?? ''];
  const namespace = search['namespace'] ?? (chosen || t.editor.exampleNamespace);
  const copyOf = search['copyOf'];
  const copy = useQuery({
    queryKey: tenantKey(tenant, 'flow-copy', namespace, copyOf),
    queryFn: async () => {
      const [{ source = '' }, { copiedSource }] = await Promise.all([
        flows.get(tenant, namespace, copyOf!),
        import('./copied-source.ts'),
      ]);
      return copiedSource(source, t.flows.copyId(copyOf!));
    },
    enabled: copyOf !== undefined,
    gcTime: 0,
  });
  return (
    <>
      <PageBar crumbs={[{ label: t.flows.title, to: paths.flows(tenant) }]} title={t.flows.new} />
      {copy.error !== null && <PageError error={copy.error} onRetry={() => void copy.refetch()} />}
      {copy.isLoading && <PageLoading />}
      {copyOf === undefined && <NewFlow initial={t.editor.example(namespace)} />}
      {copy.data !== undefined && <NewFlow initial={copy.data} />}
    </>
  );
}

/** `initial` counts when it is first drawn. */
function NewFlow({ initial: first }: { readonly initial: string }) {
  const tenant = useTenant();
  const navigate = useNavigate();
  const permissions = usePermissions();
  const [initial] = useState(first);
  const [source, setSource] = useState(initial);

  return (
    <SourceEditor
      isNew
      tenant={tenant}
      initial={initial}
      source={source}
      onChange={setSource}
      save={async () => {
        const flow = await flows.create(tenant, source);
        queryClient.setQueryData(tenantKey(tenant, 'flow', flow.namespace, flow.id), { ...flow, source });
        void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'flows') });
        void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'namespaces') });
        toast(t.editor.saved(flow.revision));
        await navigate({ to: paths.flow(tenant, flow.namespace, flow.id, 'edit'), ignoreBlocker: true });
      }}
      saveFailed={t.editor.saveFailed}
      forbidden={lacking(permissions, 'FLOW:CREATE')}
    />
  );
}
