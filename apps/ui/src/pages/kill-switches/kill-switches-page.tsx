import { IconCircuitSwitchOpen, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { killSwitches, type WireKillSwitch } from '../../api/kill-switches.ts';
import { configsQuery, useMe } from '../../auth/use-me.ts';
import { CreateButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { toast } from '../../components/toast.ts';
import { actionsColumn } from '../../components/use-deletion.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { useNow } from '../../live/use-now.ts';
import { killSwitchText as words } from '../../messages/en-kill-switches.ts';
import { t } from '../../messages/en.ts';
import { queryClient } from '../../query-client.ts';
import { KillSwitchDialog } from './kill-switch-dialog.tsx';
import { killSwitchPeriod, killSwitchScope } from './kill-switch-period.ts';
import { KillSwitchToggle } from './kill-switch-toggle.tsx';
import { KillSwitchTypeMark } from './kill-switch-type.tsx';

const columns = (renew: () => Promise<unknown>): readonly Column<WireKillSwitch>[] => [
  {
    id: 'name',
    header: words.columns.name,
    cell: ({ name, description }) => <span title={description ?? name}>{name}</span>,
  },
  {
    id: 'type',
    header: words.columns.type,
    width: 110,
    cell: ({ evaluationType }) => <KillSwitchTypeMark type={evaluationType} />,
  },
  {
    id: 'matches',
    header: words.columns.matches,
    cell: (killSwitch) => <span title={killSwitchScope(killSwitch)}>{killSwitchScope(killSwitch)}</span>,
  },
  {
    id: 'period',
    minor: true,
    header: words.columns.period,
    width: 440,
    cell: (killSwitch) => <Period killSwitch={killSwitch} />,
  },
  {
    id: 'enabled',
    header: words.columns.enabled,
    width: 90,
    cell: (killSwitch) => <KillSwitchToggle killSwitch={killSwitch} renew={renew} />,
  },
];

/** Levers of the instance, for superadmins: list, create, edit, switch off, delete. */
export function KillSwitchesPage() {
  const reason = useMe().superAdmin ? undefined : words.onlySuperadmins;
  const [editing, setEditing] = useState<WireKillSwitch | 'new'>();
  const [deleting, setDeleting] = useState<WireKillSwitch>();
  const list = useSearchedList({
    queryKey: ['kill-switches'],
    searchLabel: words.search,
    fetch: ({ page = 1, size = 25, filters = [] }) =>
      killSwitches.list({ page, size, text: String(filters[0]?.value ?? '') }),
  });
  const renew = async (): Promise<void> => {
    await list.renew();
    await queryClient.invalidateQueries({ queryKey: configsQuery.queryKey });
  };
  const actions = actionsColumn<WireKillSwitch>((killSwitch) => (
    <ActionMenu of={killSwitch.name}>
      <ActionItem
        label={words.edit}
        icon={<IconPencil size={15} />}
        reason={reason}
        onClick={() => setEditing(killSwitch)}
      />
      <ActionItem
        label={words.remove}
        icon={<IconTrash size={15} />}
        reason={reason}
        destructive
        onClick={() => setDeleting(killSwitch)}
      />
    </ActionMenu>
  ));
  return (
    <ListPage
      title={t.killSwitches.title}
      list={list}
      columns={[...columns(renew), actions]}
      rowKey={({ id }) => id}
      create={<CreateButton label={words.create} reason={reason} onClick={() => setEditing('new')} />}
      icon={<IconCircuitSwitchOpen />}
      empty={words.empty}
      emptyText={words.emptyText}
    >
      {editing !== undefined && (
        <KillSwitchDialog
          killSwitch={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={renew}
        />
      )}
      <ConfirmDialog
        opened={deleting !== undefined}
        title={words.removeTitle(deleting?.name ?? '')}
        confirmLabel={words.remove}
        onConfirm={async () => {
          await killSwitches.remove(deleting!.id);
          await renew();
          toast(words.removed(deleting!.name));
        }}
        onClose={() => setDeleting(undefined)}
      >
        {words.removeText}
      </ConfirmDialog>
    </ListPage>
  );
}

function Period({ killSwitch }: { readonly killSwitch: WireKillSwitch }) {
  const text = killSwitchPeriod(killSwitch, useNow());
  return (
    <span className="numbers" title={text}>
      {text}
    </span>
  );
}
