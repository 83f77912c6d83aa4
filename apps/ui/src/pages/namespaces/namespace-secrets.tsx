import { useQuery } from '@tanstack/react-query';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { secrets, type WireSecret } from '../../api/secrets.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import type { Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { Labels } from '../../components/labels.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { RowButton } from '../../components/row-button.tsx';
import { useDeletion } from '../../components/use-deletion.tsx';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { InheritedKey } from './inherited-key.tsx';
import { SecretDialog } from './secret-dialog.tsx';

const words = namespaceText.secrets;

const columns: readonly Column<WireSecret>[] = [
  {
    id: 'description',
    header: words.columns.description,
    cell: (secret) => <span title={secret.description}>{secret.description}</span>,
  },
  {
    id: 'version',
    minor: true,
    header: words.columns.version,
    width: 90,
    align: 'right',
    cell: (secret) => <span className="numbers">{secret.version}</span>,
  },
  { id: 'tags', minor: true, header: words.columns.tags, cell: (secret) => <Labels labels={secret.tags} /> },
];

/** The secrets of a namespace by name, and below them those that it sees from the namespaces above. */
export function NamespaceSecrets({ namespace }: { readonly namespace: string }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [editing, setEditing] = useState<WireSecret | 'new'>();
  const queryKey = tenantKey(tenant, 'secrets', namespace);
  const list = useQuery({
    queryKey,
    queryFn: async () => {
      const [own, seen] = await Promise.all([secrets.list(tenant, namespace), secrets.inherited(tenant, namespace)]);
      return { readOnly: own.readOnly, rows: [...own.results, ...inheritedOf(namespace, seen)] };
    },
  });
  const renew = () => queryClient.invalidateQueries({ queryKey });
  const readOnly = list.data?.readOnly === true ? words.readOnly : undefined;
  const isOwn = (secret: WireSecret) => secret.namespace === namespace;
  const whyNotUpdate = lacking(permissions, 'SECRET:UPDATE', namespace) ?? readOnly;
  const deletion = useDeletion<WireSecret>({
    words,
    nameOf: (secret) => secret.key,
    whyNot: () => lacking(permissions, 'SECRET:DELETE', namespace) ?? readOnly,
    offered: isOwn,
    typed: true,
    remove: async (secret) => {
      await secrets.remove(tenant, namespace, secret.key);
      await renew();
    },
  });
  const keyOf = (secret: WireSecret) => {
    if (!isOwn(secret)) return <InheritedKey entry={secret} tab="secrets" />;
    if (whyNotUpdate !== undefined) return <span title={whyNotUpdate}>{secret.key}</span>;
    return <RowButton onClick={() => setEditing(secret)}>{secret.key}</RowButton>;
  };
  return (
    <>
      <FilterBar
        end={
          <CreateButton
            label={words.create}
            reason={lacking(permissions, ['SECRET:CREATE', 'SECRET:UPDATE'], namespace) ?? readOnly}
            onClick={() => setEditing('new')}
          />
        }
      >
        {null}
      </FilterBar>
      <ListView
        label={namespaceText.tabs.secrets}
        list={list}
        columns={[{ id: 'key', header: words.columns.key, cell: keyOf }, ...columns, deletion.column]}
        rows={list.data?.rows}
        rowKey={(secret) => `${secret.namespace} ${secret.key}`}
        empty={<NothingListed icon={<IconKey />} title={words.empty} text={words.emptyText} />}
      />
      <SecretDialog namespace={namespace} secret={editing} onClose={() => setEditing(undefined)} onSaved={renew} />
      {deletion.question}
    </>
  );
}

/** Of the namespaces above, those whose key no nearer one has. */
function inheritedOf(namespace: string, seen: Readonly<Record<string, readonly string[]>>): readonly WireSecret[] {
  const nearer = new Set(seen[namespace]);
  return Object.keys(seen)
    .filter((place) => place !== namespace)
    .toSorted((left, right) => right.length - left.length)
    .flatMap((place) =>
      seen[place]!.filter((key) => !nearer.has(key) && nearer.add(key)).map((key) => ({
        namespace: place,
        key,
        tags: [],
      })),
    );
}
