import { useQuery } from '@tanstack/react-query';
import { IconRoute } from '@tabler/icons-react';
import { executions, type LastExecution } from '../../api/executions.ts';
import { flows } from '../../api/flows.ts';
import { labelFilters, type Filter } from '../../api/query.ts';
import type { WireFlow } from '../../api/wire.ts';
import type { Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { Labels } from '../../components/labels.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NamespaceFilter } from '../../components/namespace-filter.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { SavedSearches } from '../../components/saved-searches.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Tag } from '../../components/tag.tsx';
import { Ago } from '../../components/time.tsx';
import { usePaging } from '../../components/use-paging.tsx';
import { useSorting } from '../../components/use-sorting.ts';
import { useSelection } from '../../components/use-selection.ts';
import { useUrlSearch } from '../../live/url-search.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { every, tenantKey } from '../../query-client.ts';
import { StateIcon } from '../../states/state-badge.tsx';
import { useTenant } from '../../tenants/use-tenant.ts';
import { CreateFlowButton } from './create-flow-button.tsx';
import { FlowBulkActions } from './flow-bulk-actions.tsx';
import classes from './flow-list.module.css';

interface Row {
  readonly flow: WireFlow;
  /** Undefined while it is not known; null when the flow never ran. */
  readonly last: LastExecution | null | undefined;
}

const columns: readonly Column<Row>[] = [
  {
    id: 'id',
    header: t.flows.columns.id,
    sort: 'id:asc',
    cell: ({ flow }) => (
      <span className={classes.id}>
        <span className="truncate" title={flow.id}>
          {flow.id}
        </span>
        {flow.disabled === true && <Tag text={t.flows.disabled} />}
      </span>
    ),
  },
  {
    id: 'namespace',
    header: t.flows.columns.namespace,
    sort: 'namespace:asc',
    cell: ({ flow }) => <span title={flow.namespace}>{flow.namespace}</span>,
  },
  { id: 'labels', minor: true, header: t.flows.columns.labels, cell: ({ flow }) => <Labels labels={flow.labels} /> },
  {
    id: 'triggers',
    minor: true,
    header: t.flows.columns.triggers,
    width: 90,
    align: 'right',
    cell: ({ flow }) => <span className="numbers">{flow.triggers?.length ?? ''}</span>,
  },
  {
    id: 'revision',
    header: t.flows.columns.revision,
    sort: 'revision:desc',
    width: 90,
    align: 'right',
    cell: ({ flow }) => <span className="numbers">{flow.revision}</span>,
  },
  { id: 'last', header: t.flows.columns.last, width: 170, cell: ({ last }) => <LastRun last={last} /> },
];

function LastRun({ last }: { readonly last: Row['last'] }) {
  if (last === undefined) return null;
  if (last === null) return <span className="dim">{t.flows.never}</span>;
  return (
    <span className={classes.last}>
      <StateIcon state={last.status} />
      {last.startDate !== undefined && <Ago date={last.startDate} />}
    </span>
  );
}

interface FlowListProps {
  /** Only the flows of this namespace and those below it. */
  readonly namespace?: string;
}

/** Flows with their filters, of a tenant or of a namespace; what is chosen is in the address. */
export function FlowList({ namespace: within }: FlowListProps) {
  const tenant = useTenant();
  const [search, setSearch] = useUrlSearch();
  const { page, size, pager } = usePaging();
  const text = search['q'] ?? '';
  const labels = search['labels'] ?? '';
  const namespace = within ?? search['namespace'] ?? '';
  const filters: readonly Filter[] = [
    { field: 'q', operation: 'EQUALS', value: text },
    { field: 'namespace', operation: 'PREFIX', value: namespace },
    ...labelFilters(labels),
  ];
  const { sort = 'id:asc', onSort } = useSorting();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'flows', page, size, filters, sort),
    queryFn: ({ signal }) => flows.list(tenant, { page, size, sort, filters }, signal),
    placeholderData: (before) => before,
  });
  const shown = list.data?.results;
  const latest = useQuery({
    queryKey: tenantKey(
      tenant,
      'latest',
      shown?.map((flow) => [flow.namespace, flow.id]),
    ),
    queryFn: () =>
      executions.latest(
        tenant,
        shown!.map(({ namespace: of, id }) => ({ namespace: of, id })),
      ),
    enabled: shown !== undefined && shown.length > 0,
    refetchInterval: every(10_000),
    retry: false,
  });

  const rows = shown?.map((flow) => ({ flow, last: lastOf(flow, latest.data) }));
  const selection = useSelection(JSON.stringify(filters), rows, rowKey);
  const filtered = text !== '' || labels !== '' || (within === undefined && namespace !== '');

  return (
    <>
      <FilterBar end={within === undefined && <SavedSearches list="flows" />}>
        <SearchField label={t.flows.search} value={text} onChange={(q) => setSearch({ q, page: undefined })} />
        {within === undefined && (
          <NamespaceFilter value={namespace} onChange={(chosen) => setSearch({ namespace: chosen, page: undefined })} />
        )}
        <SearchField
          label={t.labelFilter}
          value={labels}
          onChange={(chosen) => setSearch({ labels: chosen, page: undefined })}
          width={150}
        />
      </FilterBar>
      <FlowBulkActions selection={selection} filters={filters} total={list.data?.total ?? 0} />
      <ListView
        label={t.flows.title}
        list={list}
        selection={selection}
        sorting={{ sort, onSort }}
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        rowTo={({ flow }) => paths.flow(tenant, flow.namespace, flow.id)}
        empty={
          <NothingListed
            icon={<IconRoute />}
            title={t.flows.empty}
            text={t.flows.emptyText}
            action={<CreateFlowButton namespace={within} />}
            onClear={filtered ? () => setSearch({ q: undefined, namespace: undefined, labels: undefined }) : undefined}
          />
        }
        foot={pager(list.data?.total ?? 0)}
      />
    </>
  );
}

const rowKey = ({ flow }: Row): string => `${flow.namespace} ${flow.id}`;

function lastOf(flow: WireFlow, latest: readonly LastExecution[] | undefined): Row['last'] {
  if (latest === undefined) return undefined;
  return latest.find((last) => last.flowId === flow.id && last.namespace === flow.namespace) ?? null;
}
