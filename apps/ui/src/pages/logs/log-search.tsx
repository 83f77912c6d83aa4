import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconFileText } from '@tabler/icons-react';
import { logs } from '../../api/logs.ts';
import { flowFilters, type Filter } from '../../api/query.ts';
import type { WireLog } from '../../api/wire.ts';
import { FilterBar } from '../../components/filter-bar.tsx';
import { NamespaceFilter } from '../../components/namespace-filter.tsx';
import { PageError, PageLoading, PageNotice } from '../../components/page-state.tsx';
import { SavedSearches } from '../../components/saved-searches.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SearchReach } from '../../components/search-reach.tsx';
import { TimeFilter, timeFilters, timeKeys } from '../../components/time-filter.tsx';
import { ZoneNote } from '../../components/time.tsx';
import { usePaging } from '../../components/use-paging.tsx';
import { useUrlSearch, type SearchValues } from '../../live/url-search.ts';
import { logLevels } from '../../logs/log-levels.ts';
import { LogList } from '../../logs/log-list.tsx';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useSettings } from '../../settings/settings.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './log-search.module.css';

const filterKeys = ['q', 'level', 'namespace', 'flowId', 'triggerId', ...timeKeys] as const;
const defaultRange = 'PT24H';

interface LogSearchProps {
  /** Of one flow; without it of all. */
  readonly flow?: { readonly namespace: string; readonly id: string };
}

/** Log lines of many executions, newest first; what is asked for is in the address. */
export function LogSearch({ flow }: LogSearchProps) {
  const tenant = useTenant();
  const [search, setSearch] = useUrlSearch();
  const { page, size, pager } = usePaging();
  const defaultLevel = useSettings().logLevel;
  const level = search['level'] ?? defaultLevel;
  const trigger = search['triggerId'];
  const filters = filtersOf(search, level, flow);
  const list = useQuery({
    queryKey: tenantKey(tenant, 'logs', page, size, filters),
    queryFn: () => logs.search(tenant, { page, size, filters }),
    placeholderData: (before) => before,
  });
  const change = (part: SearchValues) => setSearch({ ...part, page: undefined });
  const isFiltered = filterKeys.some((key) => (search[key] ?? '') !== '');
  const clear = () => change(Object.fromEntries(filterKeys.map((key) => [key, undefined])));
  const everything = () =>
    change({ ...Object.fromEntries(filterKeys.map((key) => [key, undefined])), level: 'TRACE', timeRange: 'any' });

  return (
    <>
      <FilterBar
        end={
          <>
            <ZoneNote />
            {flow === undefined && <SavedSearches list="logs" />}
            <Button variant="default" loading={list.isFetching && !list.isPending} onClick={() => void list.refetch()}>
              {t.executions.refreshNow}
            </Button>
          </>
        }
      >
        <SearchField label={t.logs.searchAll} value={search['q'] ?? ''} onChange={(q) => change({ q })} />
        <NativeSelect
          size="xs"
          aria-label={t.logs.level}
          value={level}
          onChange={(event) => change({ level: unlessDefault(event.currentTarget.value, defaultLevel) })}
          data={logLevels.map((name) => ({ value: name, label: t.logs.atLeast(name) }))}
        />
        {flow === undefined && (
          <>
            <NamespaceFilter value={search['namespace'] ?? ''} onChange={(namespace) => change({ namespace })} />
            <SearchField
              label={t.logs.flow}
              value={search['flowId'] ?? ''}
              onChange={(flowId) => change({ flowId })}
              width={150}
            />
          </>
        )}
        {(flow !== undefined || trigger !== undefined) && (
          <SearchField
            label={t.logs.trigger}
            value={trigger ?? ''}
            onChange={(triggerId) => change({ triggerId })}
            width={150}
          />
        )}
        <TimeFilter label={t.logs.time} search={search} usual={defaultRange} onChange={change} />
        {isFiltered && (
          <Button variant="subtle" color="gray" onClick={clear}>
            {t.clearFilters}
          </Button>
        )}
      </FilterBar>
      <SearchReach searchedTo={list.data?.searchedTo} />
      {list.error !== null && <PageError error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <PageLoading />}
      {list.error === null && list.data?.results.length === 0 && (
        <PageNotice
          icon={<IconFileText />}
          title={isFiltered ? t.noMatch : t.logs.empty}
          action={
            <Button variant="default" onClick={everything}>
              {`${t.logs.atLeast('TRACE')}, ${t.executions.times['']!.toLowerCase()}`}
            </Button>
          }
        >
          {isFiltered ? undefined : t.logs.emptyText}
        </PageNotice>
      )}
      {list.error === null && list.data !== undefined && list.data.results.length > 0 && (
        <>
          <LogList
            lines={list.data.results}
            marked={(search['q'] ?? '').toLowerCase()}
            sourceOf={(line) => <Source line={line} tenant={tenant} isOfOneFlow={flow !== undefined} />}
          />
          {pager(list.data.total)}
        </>
      )}
    </>
  );
}

interface SourceProps {
  readonly line: WireLog;
  readonly tenant: string | undefined;
  readonly isOfOneFlow: boolean;
}

/** The flow, or the execution where all are of one flow: a link to what wrote the line, at its task. */
function Source({ line, tenant, isOfOneFlow }: SourceProps) {
  const { executionId, namespace, flowId, taskId, triggerId } = line;
  const title = `${namespace}.${flowId} ${executionId ?? triggerId ?? ''}`;
  if (executionId === undefined || executionId === '')
    return (
      <Link className={classes.source} title={title} to={paths.flow(tenant, namespace, flowId, 'triggers')}>
        {isOfOneFlow ? (triggerId ?? flowId) : flowId}
      </Link>
    );
  return (
    <Link
      className={classes.source}
      title={title}
      to={paths.execution(tenant, { namespace, flowId, id: executionId }, 'logs')}
      search={(taskId === undefined ? {} : { task: taskId }) as never}
    >
      {isOfOneFlow ? executionId : flowId}
    </Link>
  );
}

function filtersOf(search: SearchValues, level: string, flow: LogSearchProps['flow']): readonly Filter[] {
  return [
    ...flowFilters(search, flow),
    { field: 'triggerId', operation: 'EQUALS', value: search['triggerId'] ?? '' },
    { field: 'q', operation: 'EQUALS', value: search['q'] ?? '' },
    { field: 'level', operation: 'GREATER_THAN_OR_EQUAL_TO', value: level },
    ...timeFilters(search, defaultRange),
  ];
}

/** The address holds only what differs from what the page shows by itself. */
function unlessDefault(value: string, usual: string): string | undefined {
  return value === usual ? undefined : value;
}
