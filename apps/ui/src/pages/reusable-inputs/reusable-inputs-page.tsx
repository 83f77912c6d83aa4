import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { reusableInputs } from '../../api/reusable-inputs.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { LinkTabs } from '../../components/link-tabs.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { NotFound, PageError, PageLoading } from '../../components/page-state.tsx';
import { toast } from '../../components/toast.ts';
import { reusableInputsText as words } from '../../messages/en-reusable-inputs.ts';
import { paths, type ReusableInputsTab } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { crumbsOf } from './crumbs-of.ts';
import { FlowsThatTakeThem } from './flows-that-take-them.tsx';
import { ReusableInputsEditor } from './reusable-inputs-editor.tsx';
import { ReusableInputsRevisions } from './reusable-inputs-revisions.tsx';

const tabs: readonly ReusableInputsTab[] = ['edit', 'revisions'];

/** The source of reusable inputs as a namespace sees them, and what it was; changed are those of the namespace that has them. */
export function ReusableInputsPage() {
  const tenant = useTenant();
  const navigate = useNavigate();
  const permissions = usePermissions();
  const {
    namespace,
    inputsId: id,
    tab: asked = 'edit',
  } = useParams({ strict: false }) as { namespace: string; inputsId: string; tab?: string };
  const [deleting, setDeleting] = useState(false);
  const query = useQuery({
    queryKey: tenantKey(tenant, 'reusable-inputs', namespace, 'one', id),
    queryFn: () => reusableInputs.get(tenant, namespace, id),
  });
  const block = query.data;
  const owner = block?.namespace ?? namespace;
  const tab = tabs.find((name) => name === asked);

  const remove = async () => {
    await reusableInputs.remove(tenant, owner, id);
    toast(words.removed(id));
    await navigate({ to: paths.namespace(tenant, owner, 'reusable-inputs'), ignoreBlocker: true });
    await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'reusable-inputs') });
  };

  return (
    <>
      <PageBar
        crumbs={crumbsOf(tenant, owner)}
        title={id}
        actions={
          block !== undefined && (
            <ActionButton
              label={words.remove}
              icon={<IconTrash size={15} />}
              reason={lacking(permissions, 'REUSABLE_INPUTS:DELETE', owner)}
              onClick={() => setDeleting(true)}
            />
          )
        }
      />
      {query.isPending && <PageLoading />}
      {query.error !== null && block === undefined && (
        <PageError error={query.error} onRetry={() => void query.refetch()} />
      )}
      {block !== undefined && (
        <>
          <LinkTabs
            label={id}
            tabs={tabs.map((name) => ({
              label: words.tabs[name],
              to: paths.reusableInputs(tenant, namespace, id, name),
              current: name === tab,
            }))}
          />
          {tab === 'edit' && <ReusableInputsEditor key={`${owner}/${id}`} block={block} />}
          {tab === 'revisions' && <ReusableInputsRevisions namespace={namespace} block={block} />}
          {tab === undefined && <NotFound />}
          <ConfirmDialog
            opened={deleting}
            title={words.removeTitle(id)}
            confirmLabel={words.remove}
            onConfirm={remove}
            onClose={() => setDeleting(false)}
          >
            <FlowsThatTakeThem namespace={namespace} id={id} />
          </ConfirmDialog>
        </>
      )}
    </>
  );
}
