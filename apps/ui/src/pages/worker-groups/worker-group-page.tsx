import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { workerGroups } from '../../api/worker-groups.ts';
import { useMe } from '../../auth/use-me.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { PagePart, PageParts, PageText } from '../../components/page-parts.tsx';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { t } from '../../messages/en.ts';
import { workerGroupText as words, workerTokenText } from '../../messages/en-worker-groups.ts';
import { paths } from '../../paths.ts';
import { queryClient } from '../../query-client.ts';
import { ConnectedWorkers } from './connected-workers.tsx';
import { WorkerGroupDialog } from './worker-group-dialog.tsx';
import { WorkerTokens } from './worker-tokens.tsx';

/** One worker group: who is connected, and the tokens with which workers connect. */
export function WorkerGroupPage() {
  const { groupId } = useParams({ strict: false }) as { groupId: string };
  const reason = useMe().superAdmin ? undefined : words.onlySuperadmins;
  const [editing, setEditing] = useState(false);
  const key = ['worker-groups', groupId];
  const {
    data: group,
    error,
    isPending,
    refetch,
  } = useQuery({
    queryKey: key,
    queryFn: () => workerGroups.get(groupId),
  });
  const renew = () => queryClient.invalidateQueries({ queryKey: ['worker-groups'] });
  return (
    <>
      <PageBar
        mono
        crumbs={[{ label: t.navigation.administration }, { label: t.workerGroups.title, to: paths.workerGroups() }]}
        title={groupId}
        actions={
          group !== undefined && (
            <ActionButton
              label={words.edit}
              icon={<IconPencil size={15} />}
              reason={reason}
              onClick={() => setEditing(true)}
            />
          )
        }
      />
      {error !== null && <PageError error={error} onRetry={() => void refetch()} />}
      {isPending && <PageLoading />}
      {group !== undefined && (
        <PageParts>
          {group.description !== undefined && <PageText>{group.description}</PageText>}
          <PagePart title={words.connected}>
            <ConnectedWorkers groupId={groupId} />
          </PagePart>
          <PagePart title={workerTokenText.title}>
            <WorkerTokens group={group} reason={reason} renew={renew} />
          </PagePart>
        </PageParts>
      )}
      {editing && <WorkerGroupDialog group={group} onClose={() => setEditing(false)} onSaved={renew} />}
    </>
  );
}
