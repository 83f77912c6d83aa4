import { useQuery } from '@tanstack/react-query';
import { IconDatabase } from '@tabler/icons-react';
import { useState } from 'react';
import { kv, type WireKvEntry } from '../../api/kv.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import type { Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { RowButton } from '../../components/row-button.tsx';
import { Ago } from '../../components/time.tsx';
import { useDeletion } from '../../components/use-deletion.tsx';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { InheritedKey } from './inherited-key.tsx';
import { KvDialog } from './kv-dialog.tsx';

const words = namespaceText.kv;

const columns: readonly Column<WireKvEntry>[] = [
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
];

/** The values of a namespace, and below them those that it sees from the namespaces above. */
export function NamespaceKv({ namespace }: { readonly namespace: string }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [editing, setEditing] = useState<WireKvEntry | 'new'>();
  const key = tenantKey(tenant, 'kv', namespace);
  const list = useQuery({
    queryKey: key,
    queryFn: async () => {
      const [own, inherited] = await Promise.all([kv.list(tenant, namespace), kv.inherited(tenant, namespace)]);
      return [...own, ...inherited];
    },
  });
  const isOwn = (entry: WireKvEntry) => entry.namespace === namespace;
  const deletion = useDeletion<WireKvEntry>({
    words,
    nameOf: (entry) => entry.key,
    whyNot: () => lacking(permissions, 'KVSTORE:DELETE', namespace),
    offered: isOwn,
    remove: async (entry) => {
      await kv.remove(tenant, namespace, entry.key);
      await queryClient.invalidateQueries({ queryKey: key });
    },
  });
  const keyOf = (entry: WireKvEntry) =>
    isOwn(entry) ? (
      <RowButton onClick={() => setEditing(entry)}>{entry.key}</RowButton>
    ) : (
      <InheritedKey entry={entry} tab="kv" />
    );
  return (
    <>
      <FilterBar
        end={
          <CreateButton
            label={words.create}
            reason={lacking(permissions, ['KVSTORE:CREATE', 'KVSTORE:UPDATE'], namespace)}
            onClick={() => setEditing('new')}
          />
        }
      >
        {null}
      </FilterBar>
      <ListView
        label={namespaceText.tabs.kv}
        list={list}
        columns={[{ id: 'key', header: words.columns.key, cell: keyOf }, ...columns, deletion.column]}
        rows={list.data}
        rowKey={(entry) => `${entry.namespace} ${entry.key}`}
        empty={<NothingListed icon={<IconDatabase />} title={words.empty} text={words.emptyText} />}
      />
      <KvDialog namespace={namespace} entry={editing} onClose={() => setEditing(undefined)} />
      {deletion.question}
    </>
  );
}
