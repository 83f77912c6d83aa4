import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { groups } from '../../api/groups.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { toast } from '../../components/toast.ts';
import { administrationText } from '../../messages/en-administration.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { GroupDialog } from './group-dialog.tsx';
import { GroupMembers } from './group-members.tsx';

const words = administrationText.groups;

/** A group and who is in it. */
export function GroupPage() {
  const tenant = useTenant();
  const permissions = usePermissions();
  const { groupId } = useParams({ strict: false }) as { groupId: string };
  const [editing, setEditing] = useState(false);
  const query = useQuery({
    queryKey: tenantKey(tenant, 'group', groupId),
    queryFn: () => groups.get(tenant, groupId),
  });
  const group = query.data;
  return (
    <>
      <PageBar
        crumbs={[{ label: t.navigation.administration }, { label: t.groups.title, to: paths.groups(tenant) }]}
        title={group?.name ?? groupId}
        actions={
          group !== undefined && (
            <ActionButton
              label={words.edit}
              icon={<IconPencil size={15} />}
              reason={lacking(permissions, 'GROUP:UPDATE')}
              onClick={() => setEditing(true)}
            />
          )
        }
      />
      {query.error !== null && <PageError error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <PageLoading />}
      {group !== undefined && <GroupMembers group={group} />}
      {group !== undefined && editing && (
        <GroupDialog
          group={group}
          onClose={() => setEditing(false)}
          onSaved={async (saved) => {
            await Promise.all([
              queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'group', groupId) }),
              queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'groups') }),
            ]);
            toast(words.saved(saved.name));
          }}
        />
      )}
    </>
  );
}
