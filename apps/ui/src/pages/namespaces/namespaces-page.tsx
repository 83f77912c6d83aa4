import { useQuery } from '@tanstack/react-query';
import { IconFolders } from '@tabler/icons-react';
import { useState } from 'react';
import { namespaces } from '../../api/namespaces.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import type { Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { FoldButton, NoFold } from '../../components/fold-button.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { rowLink } from '../../components/row-link.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { CreateNamespaceDialog } from './create-namespace-dialog.tsx';
import classes from './namespaces-page.module.css';
import { treeRows, type NamespaceRow } from './tree-rows.ts';

const words = namespaceText;

const columns = (name: Column<NamespaceRow>['cell']): readonly Column<NamespaceRow>[] => [
  { id: 'id', header: words.columns.id, cell: name },
  {
    id: 'description',
    minor: true,
    header: words.columns.description,
    cell: ({ namespace }) => <span title={namespace.description}>{namespace.description}</span>,
  },
  {
    id: 'kind',
    header: words.columns.kind,
    width: 180,
    cell: ({ kind }) => words.kinds[kind],
  },
];

/** The namespaces of the tenant as a tree: those that were created, and those that only their flows imply. */
export function NamespacesPage() {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [search, setSearch] = useUrlSearch();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const text = (search['q'] ?? '').toLowerCase();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'namespaces', 'tree'),
    queryFn: async () => {
      const [all, created] = await Promise.all([
        namespaces.list(tenant, { created: false }),
        namespaces.list(tenant, { created: true }),
      ]);
      return { all, created: new Set(created.map(({ id }) => id)) };
    },
  });
  const create = (
    <CreateButton
      label={words.create}
      reason={lacking(permissions, 'NAMESPACE:CREATE')}
      onClick={() => setSearch({ create: 'true' })}
    />
  );
  const toggle = (id: string) =>
    setFolded((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });

  return (
    <>
      <PageBar title={t.namespaces.title} actions={create} />
      <FilterBar>
        <SearchField label={words.search} value={search['q'] ?? ''} onChange={(q) => setSearch({ q })} />
      </FilterBar>
      <ListView
        label={t.namespaces.title}
        list={list}
        columns={columns(({ namespace: { id }, kind, depth, hasChildren, label }) => (
          <span className={classes.name} style={{ paddingLeft: depth * 20 }}>
            {hasChildren ? (
              <FoldButton
                opened={!folded.has(id)}
                openLabel={words.unfold(id)}
                closeLabel={words.fold(id)}
                onToggle={() => toggle(id)}
              />
            ) : (
              <NoFold />
            )}
            {kind === 'none' ? (
              <span className="dim" title={id}>
                {label}
              </span>
            ) : (
              rowLink(paths.namespace(tenant, id), <span title={id}>{label}</span>)
            )}
          </span>
        ))}
        rows={list.data && treeRows(list.data.all, list.data.created, { folded, text })}
        rowKey={({ namespace }) => namespace.id}
        empty={
          <NothingListed
            icon={<IconFolders />}
            title={words.empty}
            text={words.emptyText}
            action={create}
            onClear={text === '' ? undefined : () => setSearch({ q: undefined })}
          />
        }
      />
      <CreateNamespaceDialog opened={search['create'] === 'true'} onClose={() => setSearch({ create: undefined })} />
    </>
  );
}
