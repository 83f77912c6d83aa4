import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dashboards } from '../../api/dashboards.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { toast } from '../../components/toast.ts';
import { SourceEditor } from '../../editor/source-editor.tsx';
import { dashboardsText as words } from '../../messages/en-dashboards.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { DashboardPreview } from './dashboard-preview.tsx';

/** Begins with a dashboard that shows something in every tenant. */
export function NewDashboardPage() {
  const tenant = useTenant();
  const navigate = useNavigate();
  const permissions = usePermissions();
  const [source, setSource] = useState(words.example);
  return (
    <>
      <PageBar crumbs={[{ label: words.title, to: paths.dashboards(tenant) }]} title={words.new} />
      <SourceEditor
        kind="dashboard"
        isNew
        tenant={tenant}
        initial={words.example}
        source={source}
        onChange={setSource}
        save={async () => {
          const { id, title } = await dashboards.create(tenant, source);
          void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'dashboards') });
          toast(words.saved(title));
          await navigate({ to: paths.dashboardOf(tenant, id), ignoreBlocker: true });
        }}
        saveFailed={words.saveFailed}
        forbidden={lacking(permissions, 'DASHBOARD:CREATE')}
        beside={<DashboardPreview source={source} />}
      />
    </>
  );
}
