import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { IconChartBar, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { dashboards, type WireDashboard } from '../../api/dashboards.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { toast } from '../../components/toast.ts';
import { dashboardQuery } from '../../dashboards/stored-dashboard.tsx';
import { SourceEditor } from '../../editor/source-editor.tsx';
import { dashboardsText as words } from '../../messages/en-dashboards.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { DashboardPreview } from './dashboard-preview.tsx';

/** The source of a dashboard, and what it shows beside it. */
export function EditDashboardPage() {
  const tenant = useTenant();
  const navigate = useNavigate();
  const permissions = usePermissions();
  const { dashboardId } = useParams({ strict: false }) as { dashboardId: string };
  const [deleting, setDeleting] = useState(false);
  const query = useQuery(dashboardQuery(tenant, dashboardId));
  const dashboard = query.data;
  const title = dashboard?.title ?? dashboardId;

  const remove = async () => {
    await dashboards.remove(tenant, dashboardId);
    void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'dashboards') });
    toast(words.removed(title));
    await navigate({ to: paths.dashboards(tenant), ignoreBlocker: true });
    queryClient.removeQueries({ queryKey: tenantKey(tenant, 'dashboard', dashboardId) });
  };

  return (
    <>
      <PageBar
        crumbs={[{ label: words.title, to: paths.dashboards(tenant) }]}
        title={title}
        actions={
          dashboard !== undefined && (
            <>
              <ActionButton
                label={words.remove}
                icon={<IconTrash size={15} />}
                reason={lacking(permissions, 'DASHBOARD:DELETE')}
                onClick={() => setDeleting(true)}
              />
              <Button
                component={Link}
                to={paths.dashboardOf(tenant, dashboardId)}
                variant="default"
                leftSection={<IconChartBar size={15} />}
              >
                {words.view}
              </Button>
            </>
          )
        }
      />
      {query.isPending && <PageLoading />}
      {query.error !== null && dashboard === undefined && (
        <PageError error={query.error} onRetry={() => void query.refetch()} />
      )}
      {dashboard !== undefined && <DashboardEditor key={dashboardId} dashboard={dashboard} />}
      <ConfirmDialog
        opened={deleting}
        title={words.removeTitle(title)}
        confirmLabel={words.remove}
        onConfirm={remove}
        onClose={() => setDeleting(false)}
      >
        {words.removeText}
      </ConfirmDialog>
    </>
  );
}

function DashboardEditor({ dashboard: { id, sourceCode } }: { readonly dashboard: WireDashboard }) {
  const tenant = useTenant();
  const forbidden = lacking(usePermissions(), 'DASHBOARD:UPDATE');
  const [base, setBase] = useState(sourceCode);
  const [source, setSource] = useState(base);
  return (
    <SourceEditor
      kind="dashboard"
      tenant={tenant}
      initial={base}
      source={source}
      onChange={setSource}
      save={async () => {
        const { title } = await dashboards.update(tenant, id, source);
        setBase(source);
        void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'dashboards') });
        await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'dashboard', id) });
        toast(words.saved(title));
      }}
      saveFailed={words.saveFailed}
      forbidden={forbidden}
      beside={<DashboardPreview source={source} />}
    />
  );
}
