import { ActionIcon, Button, MultiSelect, Select, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { isTerminal, stateNames, type StateName } from '@windhover/model';
import { IconPlayerPlay, IconRefresh, IconX } from '@tabler/icons-react';
import { executions } from '../../api/executions.ts';
import { tenantPath } from '../../api/mount.ts';
import { flowFilters, labelFilters, listQuery, type Filter } from '../../api/query.ts';
import type { WireExecutionRow } from '../../api/wire.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { useChosenColumns } from '../../components/use-chosen-columns.tsx';
import { CsvLink } from '../../components/csv-link.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NamespaceFilter } from '../../components/namespace-filter.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { SavedSearches } from '../../components/saved-searches.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SearchReach } from '../../components/search-reach.tsx';
import { TimeFilter, timeFilters, timeKeys } from '../../components/time-filter.tsx';
import { usePaging } from '../../components/use-paging.tsx';
import { useSorting } from '../../components/use-sorting.ts';
import { useSelection } from '../../components/use-selection.ts';
import { useUrlSearch, type SearchValues } from '../../live/url-search.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { every, tenantKey } from '../../query-client.ts';
import { useSettings } from '../../settings/settings.ts';
import { stateLook } from '../../states/state-look.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { ToFlows } from '../flows/to-flows.tsx';
import { BulkActions } from './bulk-actions.tsx';
import { columnsOfAll, columnsOfIterations, columnsOfOneFlow } from './execution-columns.tsx';

interface ExecutionListProps {
  /** Only the executions of this flow. */
  readonly flow?: { readonly namespace: string; readonly id: string };
  /** Only those of this namespace and the ones below it. */
  readonly namespace?: string;
}

const filterKeys = [
  'q',
  'namespace',
  'flowId',
  'labels',
  'state',
  ...timeKeys,
  'kind',
  'triggerExecutionId',
  'triggerTaskRunId',
] as const;
const stateOptions = stateNames.map((state) => ({ value: state, label: stateLook(state).label }));
const options = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));
const rowKey = (execution: WireExecutionRow): string => execution.id;

/** Executions with their filters, of a tenant, a namespace or one flow; everything that is chosen is in the address. */
export function ExecutionList({ flow, namespace }: ExecutionListProps) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [search, setSearch] = useUrlSearch();
  const { page, size, pager } = usePaging();
  const defaultRefresh = String(useSettings().refreshSeconds);
  const states = (search['state'] ?? '').split(',').filter((state) => state !== '');
  const refresh = search['refresh'] ?? defaultRefresh;
  const filters = filtersOf(namespace === undefined ? search : { ...search, namespace }, flow);
  const sorting = useSorting();
  const { columns, chooser } = useChosenColumns(columnsFor(search, flow));
  const list = useQuery({
    queryKey: tenantKey(tenant, 'executions', page, size, filters, sorting.sort),
    queryFn: () => executions.list(tenant, { page, size, filters, ...(sorting.sort && { sort: sorting.sort }) }),
    placeholderData: (before) => before,
    refetchInterval: (query) => {
      const ms = refreshMs(Number(refresh), query.state.data?.results.map((row) => row.state.current) ?? []);
      return ms === false ? false : every(ms)(query);
    },
  });
  const selection = useSelection(JSON.stringify(filters), list.data?.results, rowKey);
  const change = (part: SearchValues) => setSearch({ ...part, page: undefined });
  const startedBy = search['triggerTaskRunId'] ?? search['triggerExecutionId'] ?? '';
  const filtered = filterKeys.some((key) => (search[key] ?? '') !== '');
  const clear = () => setSearch(Object.fromEntries(filterKeys.map((key) => [key, undefined])));

  return (
    <>
      <FilterBar
        end={
          <>
            {flow === undefined && namespace === undefined && <SavedSearches list="executions" />}
            <CsvLink
              path={tenantPath(tenant, '/executions/export/by-query/csv')}
              query={listQuery({ filters })}
              reason={lacking(permissions, 'EXECUTION:EXPORT', namespace ?? flow?.namespace)}
            />
            {chooser}
            <Select
              size="xs"
              w={110}
              aria-label={t.executions.autoRefresh}
              data={options(t.executions.refreshes)}
              value={refresh}
              onChange={(value) => setSearch({ refresh: value === defaultRefresh ? undefined : (value ?? '0') })}
              allowDeselect={false}
            />
            <Tooltip label={t.executions.refreshNow}>
              <ActionIcon
                size={30}
                variant="default"
                aria-label={t.executions.refreshNow}
                onClick={() => void list.refetch()}
              >
                <IconRefresh size={15} />
              </ActionIcon>
            </Tooltip>
          </>
        }
      >
        <SearchField
          label={t.executions.search}
          value={search['q'] ?? ''}
          onChange={(q) => change({ q })}
          width={150}
        />
        {flow === undefined && namespace === undefined && (
          <NamespaceFilter value={search['namespace'] ?? ''} onChange={(chosen) => change({ namespace: chosen })} />
        )}
        <MultiSelect
          size="xs"
          maw={320}
          {...(states.length === 0 ? { w: 130 } : {})}
          aria-label={t.executions.state}
          placeholder={search['state'] === undefined ? t.executions.anyState : ''}
          data={stateOptions}
          value={states}
          onChange={(chosen) => change({ state: chosen.join(',') })}
          clearable
          searchable
        />
        <SearchField
          label={t.labelFilter}
          value={search['labels'] ?? ''}
          onChange={(labels) => change({ labels })}
          width={150}
        />
        <TimeFilter label={t.executions.time} search={search} onChange={change} />
        <Select
          size="xs"
          w={130}
          aria-label={t.executions.kind}
          data={options(t.executions.kinds)}
          value={search['kind'] ?? ''}
          onChange={(kind) => change({ kind: kind ?? '' })}
          allowDeselect={false}
        />
        {startedBy !== '' && (
          <Tooltip label={t.executions.startedByAny(startedBy)}>
            <Button
              size="xs"
              variant="light"
              rightSection={<IconX size={13} />}
              onClick={() => change({ triggerExecutionId: undefined, triggerTaskRunId: undefined })}
            >
              {t.executions.startedBy(startedBy)}
            </Button>
          </Tooltip>
        )}
        {filtered && (
          <Button variant="subtle" color="gray" onClick={clear}>
            {t.clearFilters}
          </Button>
        )}
      </FilterBar>
      <SearchReach searchedTo={list.data?.searchedTo} />
      <BulkActions selection={selection} filters={filters} total={list.data?.total ?? 0} />
      <ListView
        label={t.executions.title}
        list={list}
        selection={selection}
        sorting={sorting}
        columns={columns}
        rows={list.data?.results}
        rowKey={rowKey}
        rowTo={(execution) => paths.execution(tenant, execution)}
        empty={
          <NothingListed
            icon={<IconPlayerPlay />}
            title={t.executions.empty}
            text={t.executions.emptyText}
            action={flow === undefined && <ToFlows />}
            onClear={filtered ? clear : undefined}
          />
        }
        foot={pager(list.data?.total ?? 0)}
      />
    </>
  );
}

function columnsFor(search: SearchValues, flow: ExecutionListProps['flow']) {
  if (search['kind'] === 'LOOP') return { list: 'iterations', all: columnsOfIterations };
  return flow === undefined
    ? { list: 'executions', all: columnsOfAll }
    : { list: 'executions-of-flow', all: columnsOfOneFlow };
}

function filtersOf(search: SearchValues, flow: ExecutionListProps['flow']): readonly Filter[] {
  return [
    ...flowFilters(search, flow),
    { field: 'q', operation: 'EQUALS', value: search['q'] ?? '' },
    ...labelFilters(search['labels'] ?? ''),
    { field: 'state', operation: 'IN', value: search['state'] ?? '' },
    ...timeFilters(search),
    { field: 'kind', operation: 'EQUALS', value: search['kind'] ?? '' },
    { field: 'triggerExecutionId', operation: 'EQUALS', value: search['triggerExecutionId'] ?? '' },
    { field: 'triggerTaskRunId', operation: 'EQUALS', value: search['triggerTaskRunId'] ?? '' },
  ];
}

/** While something on the page runs it is looked at each second or so, whatever the pace chosen; off is off. */
function refreshMs(seconds: number, states: readonly StateName[]): number | false {
  if (!(seconds > 0)) return false;
  return states.some((state) => !isTerminal(state)) ? Math.min(seconds * 1000, 1_500) : seconds * 1000;
}
