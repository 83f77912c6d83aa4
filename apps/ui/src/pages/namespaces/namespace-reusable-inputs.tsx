import { IconForms } from '@tabler/icons-react';
import { reusableInputs, type WireReusableInputs } from '../../api/reusable-inputs.ts';
import type { Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { Ago } from '../../components/time.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { reusableInputsText as words } from '../../messages/en-reusable-inputs.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { CreateReusableInputsButton } from '../reusable-inputs/create-reusable-inputs-button.tsx';

const columns: readonly Column<WireReusableInputs>[] = [
  {
    id: 'description',
    minor: true,
    header: words.columns.description,
    cell: ({ description }) => <span title={description}>{description}</span>,
  },
  {
    id: 'inputs',
    minor: true,
    header: words.columns.inputs,
    cell: ({ inputs }) => <span className="mono truncate">{inputs.map(({ id }) => id).join(', ')}</span>,
  },
  { id: 'updated', header: words.columns.updated, width: 120, cell: ({ updated }) => <Ago date={updated} /> },
  {
    id: 'revision',
    minor: true,
    header: words.columns.revision,
    width: 90,
    align: 'right',
    cell: ({ revision }) => <span className="numbers">{revision}</span>,
  },
];

/** The reusable inputs that flows of a namespace can take in, those from the namespaces above among them. */
export function NamespaceReusableInputs({ namespace }: { readonly namespace: string }) {
  const tenant = useTenant();
  const list = useSearchedList({
    queryKey: tenantKey(tenant, 'reusable-inputs', namespace),
    searchLabel: words.search,
    fetch: (query) => reusableInputs.list(tenant, namespace, query),
  });
  const idOf = ({ id, namespace: owner }: WireReusableInputs) => (
    <>
      <span>{id}</span> {owner !== namespace && <span className="dim">{namespaceText.inherited(owner)}</span>}
    </>
  );
  return (
    <>
      <FilterBar end={<CreateReusableInputsButton namespace={namespace} />}>{list.field}</FilterBar>
      <ListView
        label={namespaceText.tabs['reusable-inputs']}
        list={list.query}
        columns={[{ id: 'id', header: words.columns.id, cell: idOf }, ...columns]}
        rows={list.query.data?.results}
        rowKey={({ namespace: owner, id }) => `${owner} ${id}`}
        rowTo={({ id }) => paths.reusableInputs(tenant, namespace, id)}
        empty={<NothingListed icon={<IconForms />} title={words.empty} text={words.emptyText} onClear={list.onClear} />}
        foot={list.pager}
      />
    </>
  );
}
