import { Checkbox } from '@mantine/core';
import { IconPencil, IconServer2, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { workerGroups, type WireWorkerGroup } from '../../api/worker-groups.ts';
import { useMe } from '../../auth/use-me.ts';
import { CreateButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { toast } from '../../components/toast.ts';
import { actionsColumn } from '../../components/use-deletion.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { t } from '../../messages/en.ts';
import { workerGroupText as words } from '../../messages/en-worker-groups.ts';
import { paths } from '../../paths.ts';
import { WorkerGroupDialog } from './worker-group-dialog.tsx';

const columns: readonly Column<WireWorkerGroup>[] = [
  {
    id: 'id',
    header: words.columns.id,
    width: 220,
    cell: ({ id }) => <span className="mono">{id}</span>,
  },
  {
    id: 'name',
    header: words.columns.name,
    cell: ({ name, description }) => <span title={description ?? name}>{name}</span>,
  },
  {
    id: 'tenants',
    minor: true,
    header: words.columns.tenants,
    cell: ({ allowedTenants }) =>
      allowedTenants.length === 0 ? <span className="dim">{words.allTenants}</span> : allowedTenants.join(', '),
  },
  {
    id: 'workers',
    header: words.columns.workers,
    width: 100,
    align: 'right',
    cell: ({ workers }) => <span className="numbers">{workers.connected}</span>,
  },
  {
    id: 'slots',
    header: words.columns.slots,
    width: 110,
    align: 'right',
    cell: ({ workers }) => <span className="numbers">{words.taken(workers.totalUsed, workers.totalAllocated)}</span>,
  },
  {
    id: 'waiting',
    minor: true,
    header: words.columns.waiting,
    width: 90,
    align: 'right',
    cell: ({ workers }) => <span className="numbers">{workers.totalInflight}</span>,
  },
];

/** Groups of workers outside of the servers, for superadmins. */
export function WorkerGroupsPage() {
  const reason = useMe().superAdmin ? undefined : words.onlySuperadmins;
  const [editing, setEditing] = useState<WireWorkerGroup | 'new'>();
  const [deleting, setDeleting] = useState<WireWorkerGroup>();
  const [force, setForce] = useState(false);
  const list = useSearchedList({
    queryKey: ['worker-groups'],
    searchLabel: words.search,
    fetch: ({ page = 1, size = 25, filters = [] }) =>
      workerGroups.list({ page, size, text: String(filters[0]?.value ?? '') }),
  });
  const actions = actionsColumn<WireWorkerGroup>((group) => (
    <ActionMenu of={group.id}>
      <ActionItem
        label={words.edit}
        icon={<IconPencil size={15} />}
        reason={reason}
        onClick={() => setEditing(group)}
      />
      <ActionItem
        label={words.remove}
        icon={<IconTrash size={15} />}
        reason={reason}
        destructive
        onClick={() => {
          setForce(false);
          setDeleting(group);
        }}
      />
    </ActionMenu>
  ));
  return (
    <ListPage
      title={t.workerGroups.title}
      list={list}
      columns={[...columns, actions]}
      rowKey={({ id }) => id}
      rowTo={({ id }) => paths.workerGroup(id)}
      create={<CreateButton label={words.create} reason={reason} onClick={() => setEditing('new')} />}
      icon={<IconServer2 />}
      empty={words.empty}
      emptyText={words.emptyText}
    >
      {editing !== undefined && (
        <WorkerGroupDialog
          group={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={list.renew}
        />
      )}
      <ConfirmDialog
        opened={deleting !== undefined}
        title={words.removeTitle(deleting?.id ?? '')}
        confirmLabel={words.remove}
        onConfirm={async () => {
          await workerGroups.remove(deleting!.id, force);
          await list.renew();
          toast(words.removed(deleting!.id));
        }}
        onClose={() => setDeleting(undefined)}
      >
        {words.removeText}
        <Checkbox
          mt="md"
          label={words.force}
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
      </ConfirmDialog>
    </ListPage>
  );
}
