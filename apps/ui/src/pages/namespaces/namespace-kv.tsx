import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconDatabase, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { kv, type WireKvEntry } from '../../api/kv.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { PageError, PageNotice } from '../../components/page-state.tsx';
import { RowButton } from '../../components/row-button.tsx';
import { Ago } from '../../components/time.tsx';
import { toast } from '../../components/toast.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { KvDialog } from './kv-dialog.tsx';

const words = namespaceText.kv;

const columns = (
  key: Column<WireKvEntry>['cell'],
  actions: Column<WireKvEntry>['cell'],
): readonly Column<WireKvEntry>[] => [
  { id: 'key', header: words.columns.key, cell: key },
  {
    id: 'description',
    minor: true,
    header: words.columns.description,
    cell: (entry) => <span title={entry.description}>{entry.description}</span>,
  },
  { id: 'updated', header: words.columns.updated, width: 120, cell: (entry) => <Ago date={entry.updateDate} /> },
  {
    id: 'expires',
    header: words.columns.expires,
    width: 120,
    cell: (entry) =>
      entry.expirationDate === undefined ? (
        <span className="dim">{words.never}</span>
      ) : (
        <Ago date={entry.expirationDate} />
      ),
  },
  {
    id: 'revision',
    minor: true,
    header: words.columns.revision,
    width: 90,
    align: 'right',
    cell: (entry) => <span className="numbers">{entry.revision}</span>,
  },
  { id: 'actions', header: '', width: 64, align: 'right', cell: actions },
];

/** The values of a namespace, and below them those that it sees from the namespaces above. */
export function NamespaceKv({ namespace }: { readonly namespace: string }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [editing, setEditing] = useState<WireKvEntry | 'new'>();
  const [deleting, setDeleting] = useState<WireKvEntry>();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'kv', namespace),
    queryFn: async () => {
      const [own, inherited] = await Promise.all([kv.list(tenant, namespace), kv.inherited(tenant, namespace)]);
      return [...own, ...inherited];
    },
  });
  const missing = (...actions: readonly string[]) =>
    actions.some((action) => permissions.can(`KVSTORE:${action}`, namespace))
      ? undefined
      : t.tenants.needs(`KVSTORE:${actions.join('/')}`);
  const whyNotCreate = missing('CREATE', 'UPDATE');
  const whyNotDelete = missing('DELETE');
  const create = (
    <Tooltip label={whyNotCreate} disabled={whyNotCreate === undefined}>
      <Button
        leftSection={<IconPlus size={15} />}
        disabled={whyNotCreate !== undefined}
        onClick={() => setEditing('new')}
      >
        {words.create}
      </Button>
    </Tooltip>
  );
  if (list.error !== null) return <PageError error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <FilterBar end={create}>{null}</FilterBar>
      <DataTable
        label={namespaceText.tabs.kv}
        columns={columns(
          (entry) =>
            entry.namespace === namespace ? (
              <RowButton onClick={() => setEditing(entry)}>{entry.key}</RowButton>
            ) : (
              <>
                <span>{entry.key}</span>{' '}
                <Link className="dim" to={paths.namespace(tenant, entry.namespace, 'kv')}>
                  {namespaceText.inherited(entry.namespace)}
                </Link>
              </>
            ),
          (entry) =>
            entry.namespace === namespace && (
              <Tooltip label={whyNotDelete ?? words.remove}>
                <ActionIcon
                  size={24}
                  disabled={whyNotDelete !== undefined}
                  aria-label={`${words.remove}: ${entry.key}`}
                  onClick={() => setDeleting(entry)}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </Tooltip>
            ),
        )}
        rows={list.data}
        rowKey={(entry) => `${entry.namespace} ${entry.key}`}
        empty={
          <PageNotice icon={<IconDatabase />} title={words.empty}>
            {words.emptyText}
          </PageNotice>
        }
      />
      <KvDialog namespace={namespace} entry={editing} onClose={() => setEditing(undefined)} />
      <ConfirmDialog
        opened={deleting !== undefined}
        title={words.removeTitle(deleting?.key ?? '')}
        confirmLabel={words.remove}
        onConfirm={async () => {
          await kv.remove(tenant, namespace, deleting!.key);
          await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'kv', namespace) });
          toast(words.removed(deleting!.key));
        }}
        onClose={() => setDeleting(undefined)}
      >
        {words.removeText}
      </ConfirmDialog>
    </>
  );
}
