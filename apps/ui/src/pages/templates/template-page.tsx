import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { templates } from '../../api/templates.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { toast } from '../../components/toast.ts';
import { templateText } from '../../messages/en-templates.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { TemplateEditor } from './template-editor.tsx';

/** The source of a template. */
export function TemplatePage() {
  const tenant = useTenant();
  const navigate = useNavigate();
  const permissions = usePermissions();
  const { namespace, templateId } = useParams({ strict: false }) as { namespace: string; templateId: string };
  const [deleting, setDeleting] = useState(false);
  const queryKey = tenantKey(tenant, 'template', namespace, templateId);
  const query = useQuery({ queryKey, queryFn: () => templates.get(tenant, namespace, templateId) });
  const template = query.data;

  const remove = async () => {
    await templates.remove(tenant, namespace, templateId);
    void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'templates') });
    toast(templateText.removed(templateId));
    await navigate({ to: paths.templates(tenant), ignoreBlocker: true });
    queryClient.removeQueries({ queryKey });
  };

  return (
    <>
      <PageBar
        crumbs={[
          { label: t.templates.title, to: paths.templates(tenant) },
          { label: namespace, to: `${paths.templates(tenant)}?q=${namespace}` },
        ]}
        title={templateId}
        actions={
          template !== undefined && (
            <ActionButton
              label={templateText.remove}
              icon={<IconTrash size={15} />}
              reason={lacking(permissions, 'TEMPLATE:DELETE', namespace)}
              onClick={() => setDeleting(true)}
            />
          )
        }
      />
      {query.isPending && <PageLoading />}
      {query.error !== null && template === undefined && (
        <PageError error={query.error} onRetry={() => void query.refetch()} />
      )}
      {template !== undefined && <TemplateEditor key={`${namespace}/${templateId}`} template={template} />}
      <ConfirmDialog
        opened={deleting}
        title={templateText.removeTitle(templateId)}
        confirmLabel={templateText.remove}
        onConfirm={remove}
        onClose={() => setDeleting(false)}
      >
        {templateText.removeText}
      </ConfirmDialog>
    </>
  );
}
