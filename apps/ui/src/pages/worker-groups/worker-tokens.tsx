import { IconBan, IconKey, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { workerGroups, type WireWorkerGroup, type WireWorkerToken } from '../../api/worker-groups.ts';
import { CreateButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { ShownOnceDialog } from '../../components/shown-once-dialog.tsx';
import { Ago } from '../../components/time.tsx';
import { PartActions } from '../../components/page-parts.tsx';
import { toast } from '../../components/toast.ts';
import { actionsColumn } from '../../components/use-deletion.tsx';
import { contextPath } from '../../api/mount.ts';
import { workerTokenText as words } from '../../messages/en-worker-groups.ts';
import { CreateWorkerTokenDialog } from './create-worker-token-dialog.tsx';
import { workerCommand } from './worker-command.ts';

const columns: readonly Column<WireWorkerToken>[] = [
  { id: 'name', header: words.columns.name, cell: ({ name, description }) => <span title={description}>{name}</span> },
  {
    id: 'prefix',
    header: words.columns.prefix,
    width: 150,
    cell: ({ tokenPrefix }) => <span className="mono">{`whw_${tokenPrefix}…`}</span>,
  },
  {
    id: 'created',
    minor: true,
    header: words.columns.created,
    width: 120,
    cell: ({ createdAt }) => <Ago date={createdAt} />,
  },
  {
    id: 'expires',
    header: words.columns.expires,
    width: 120,
    cell: ({ expiresAt }) =>
      expiresAt === undefined ? <span className="dim">{words.never}</span> : <Ago date={expiresAt} />,
  },
  {
    id: 'state',
    header: words.columns.state,
    width: 100,
    cell: ({ valid, revoked }) => (valid ? words.valid : revoked ? words.revoked : words.expired),
  },
];

interface WorkerTokensProps {
  readonly group: WireWorkerGroup;
  /** Why none can be made or ended. */
  readonly reason: string | undefined;
  readonly renew: () => Promise<unknown>;
}

interface Asked {
  readonly what: 'revoke' | 'remove';
  readonly token: WireWorkerToken;
}

/** The tokens of a group; a new one is shown once, with the command that starts a worker. */
export function WorkerTokens({ group, reason, renew }: WorkerTokensProps) {
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<{ readonly name: string; readonly token: string }>();
  const [asked, setAsked] = useState<Asked>();
  const actions = actionsColumn<WireWorkerToken>((token) => (
    <ActionMenu of={token.name}>
      <ActionItem
        label={words.revoke}
        icon={<IconBan size={15} />}
        reason={token.revoked ? words.alreadyRevoked : reason}
        destructive
        onClick={() => setAsked({ what: 'revoke', token })}
      />
      <ActionItem
        label={words.remove}
        icon={<IconTrash size={15} />}
        reason={reason}
        destructive
        onClick={() => setAsked({ what: 'remove', token })}
      />
    </ActionMenu>
  ));
  const create = <CreateButton label={words.create} reason={reason} onClick={() => setCreating(true)} />;
  return (
    <>
      <DataTable
        label={words.title}
        columns={[...columns, actions]}
        rows={group.tokens}
        rowKey={({ uid }) => uid}
        empty={<NothingListed icon={<IconKey />} title={words.empty} text={words.emptyText} action={create} />}
      />
      {group.tokens.length > 0 && <PartActions>{create}</PartActions>}
      {creating && (
        <CreateWorkerTokenDialog
          onClose={() => setCreating(false)}
          onSubmit={async (wanted) => {
            const { token, details } = await workerGroups.createToken(group.id, wanted);
            setCreated({ name: details.name, token });
            await renew();
          }}
        />
      )}
      <ShownOnceDialog
        title={words.shownTitle(created?.name ?? '')}
        text={words.shownText}
        secret={created && workerCommand(window.location.origin + contextPath, group.id, created.token)}
        label={words.command}
        onClose={() => setCreated(undefined)}
      />
      <ConfirmDialog
        opened={asked !== undefined}
        title={
          asked?.what === 'revoke' ? words.revokeTitle(asked.token.name) : words.removeTitle(asked?.token.name ?? '')
        }
        confirmLabel={asked?.what === 'revoke' ? words.revoke : words.remove}
        onConfirm={async () => {
          const { what, token } = asked!;
          await (what === 'revoke'
            ? workerGroups.revokeToken(group.id, token.uid)
            : workerGroups.removeToken(group.id, token.uid));
          await renew();
          toast(what === 'revoke' ? words.revokedNow(token.name) : words.removed(token.name));
        }}
        onClose={() => setAsked(undefined)}
      >
        {asked?.what === 'revoke' ? words.revokeText : words.removeText}
      </ConfirmDialog>
    </>
  );
}
