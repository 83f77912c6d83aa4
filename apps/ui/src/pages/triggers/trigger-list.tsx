import { useQuery } from '@tanstack/react-query';
import { IconClock } from '@tabler/icons-react';
import type { Filter } from '../../api/query.ts';
import { triggers, type WireTrigger } from '../../api/triggers.ts';
import { FilterBar } from '../../components/filter-bar.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NamespaceFilter } from '../../components/namespace-filter.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { SavedSearches } from '../../components/saved-searches.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { usePaging } from '../../components/use-paging.tsx';
import { useSorting } from '../../components/use-sorting.ts';
import { useSelection } from '../../components/use-selection.ts';
import { useUrlSearch } from '../../live/url-search.ts';
import { triggerText as words } from '../../messages/en-triggers.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { every } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { ToFlows } from '../flows/to-flows.tsx';
import { triggersKey } from './triggers-key.ts';
import { TriggerBulkActions } from './trigger-bulk-actions.tsx';
import { columnsOfAll } from './trigger-columns.tsx';

const rowKey = ({ state }: WireTrigger): string => `${state.namespace} ${state.flowId} ${state.triggerId}`;

/** The triggers of a tenant that have dates, by the date that comes next. */
export function TriggerList() {
  const tenant = useTenant();
  const [search, setSearch] = useUrlSearch();
  const { page, size, pager } = usePaging();
  const text = search['q'] ?? '';
  const namespace = search['namespace'] ?? '';
  const filters: readonly Filter[] = [
    { field: 'q', operation: 'EQUALS', value: text },
    { field: 'namespace', operation: 'PREFIX', value: namespace },
  ];
  const { sort = 'nextExecutionDate:asc', onSort } = useSorting();
  const list = useQuery({
    queryKey: triggersKey(tenant, page, size, text, namespace, sort),
    queryFn: () =>
      triggers.list(tenant, {
        page,
        size,
        sort,
        filters,
      }),
    placeholderData: (before) => before,
    refetchInterval: every(5_000),
  });
  const selection = useSelection(JSON.stringify(filters), list.data?.results, rowKey);
  const filtered = text !== '' || namespace !== '';
  return (
    <>
      <FilterBar end={<SavedSearches list="triggers" />}>
        <SearchField label={words.search} value={text} onChange={(q) => setSearch({ q, page: undefined })} />
        <NamespaceFilter value={namespace} onChange={(chosen) => setSearch({ namespace: chosen, page: undefined })} />
      </FilterBar>
      <TriggerBulkActions selection={selection} filters={filters} total={list.data?.total ?? 0} />
      <ListView
        label={t.triggers.title}
        list={list}
        selection={selection}
        sorting={{ sort, onSort }}
        columns={columnsOfAll}
        rows={list.data?.results}
        rowKey={rowKey}
        rowTo={({ state }) => paths.flow(tenant, state.namespace, state.flowId, 'triggers')}
        empty={
          <NothingListed
            icon={<IconClock />}
            title={words.empty}
            text={words.emptyText}
            action={<ToFlows />}
            onClear={filtered ? () => setSearch({ q: undefined, namespace: undefined }) : undefined}
          />
        }
        foot={pager(list.data?.total ?? 0)}
      />
    </>
  );
}
