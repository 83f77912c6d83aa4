import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconListDetails } from '@tabler/icons-react';
import { useState } from 'react';
import { auditLogs, type WireAuditEntry } from '../../api/audit-logs.ts';
import { tenantPath } from '../../api/mount.ts';
import { listQuery, type Filter } from '../../api/query.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissionsIn } from '../../auth/permissions.ts';
import { CsvLink } from '../../components/csv-link.tsx';
import type { Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NamespaceFilter } from '../../components/namespace-filter.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { RowButton } from '../../components/row-button.tsx';
import { TimeFilter, timeFilters, timeKeys } from '../../components/time-filter.tsx';
import { ZoneNote } from '../../components/time.tsx';
import { usePaging } from '../../components/use-paging.tsx';
import { formatInstant } from '../../format/instant.ts';
import { useUrlSearch, type SearchValues } from '../../live/url-search.ts';
import { administrationText } from '../../messages/en-administration.ts';
import { t } from '../../messages/en.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { AuditEntryDialog } from './audit-entry-dialog.tsx';
import { detailText, sentence, whoOf } from './audit-words.ts';
import { auditActions, auditResources } from './audit-kinds.ts';

const words = administrationText.audit;
const filterKeys = ['resource', 'type', 'namespace', ...timeKeys] as const;
const rangeMs: Readonly<Record<string, number>> = {
  PT1H: 3_600_000,
  PT24H: 86_400_000,
  P7D: 7 * 86_400_000,
  P30D: 30 * 86_400_000,
};

const tenantColumn: Column<WireAuditEntry> = {
  id: 'tenant',
  minor: true,
  header: words.columns.tenant,
  width: 150,
  cell: ({ auditLog: { tenantId } }) => tenantId && <span title={tenantId}>{tenantId}</span>,
};

const columns = (date: Column<WireAuditEntry>['cell'], isOfInstance: boolean): readonly Column<WireAuditEntry>[] => [
  { id: 'date', header: words.columns.date, width: 200, cell: date },
  {
    id: 'who',
    header: words.columns.who,
    width: 200,
    cell: (entry) => <span title={whoOf(entry)}>{whoOf(entry)}</span>,
  },
  { id: 'action', header: words.columns.action, width: 130, cell: ({ auditLog }) => sentence(auditLog.type) },
  {
    id: 'resource',
    header: words.columns.resource,
    width: 150,
    cell: ({ auditLog }) => sentence(auditLog.detail.resource),
  },
  ...(isOfInstance ? [tenantColumn] : []),
  {
    id: 'detail',
    header: words.columns.detail,
    cell: ({ auditLog }) => <span title={detailText(auditLog.detail)}>{detailText(auditLog.detail)}</span>,
  },
  {
    id: 'address',
    minor: true,
    header: words.columns.address,
    width: 130,
    cell: ({ auditLog }) => <span className="mono">{auditLog.ipAddress}</span>,
  },
];

interface AuditLogProps {
  /** The tenant, as addresses name it; undefined for all tenants and what is above them. */
  readonly named: string | undefined;
  /** Only what was done to it and with it. */
  readonly flow?: { readonly namespace: string; readonly id: string };
}

/** Who did what, newest first. */
export function AuditLog({ named, flow }: AuditLogProps) {
  const tenant = useTenant();
  const [search, setSearch] = useUrlSearch();
  const { page, size, pager } = usePaging();
  const permissions = usePermissionsIn(tenant, named !== undefined);
  const [opened, setOpened] = useState<WireAuditEntry>();
  const values = Object.fromEntries(filterKeys.map((key) => [key, search[key] ?? '']));
  const list = useQuery({
    queryKey: tenantKey(tenant, 'audit-log', named, page, size, values, flow),
    queryFn: () => listNow(named, values, flow, page, size),
    placeholderData: (before) => before,
  });
  const change = (part: SearchValues) => setSearch({ ...part, page: undefined });
  const isFiltered = Object.values(values).some((value) => value !== '');
  const clear = () => change(Object.fromEntries(filterKeys.map((key) => [key, undefined])));
  return (
    <>
      <FilterBar
        end={
          <>
            <ZoneNote />
            <CsvLink
              path={tenantPath(named, '/auditlogs/export')}
              query={listQuery({ filters: filtersOf(values, flow, list.dataUpdatedAt) })}
              reason={lacking(permissions, 'AUDITLOG:EXPORT')}
            />
          </>
        }
      >
        <Select
          size="xs"
          w={180}
          aria-label={words.resource}
          placeholder={words.anyResource}
          data={auditResources.map((value) => ({ value, label: sentence(value) }))}
          value={search['resource'] ?? null}
          onChange={(resource) => change({ resource: resource ?? '' })}
          searchable
          clearable
        />
        <Select
          size="xs"
          w={140}
          aria-label={words.action}
          placeholder={words.anyAction}
          data={auditActions.map((value) => ({ value, label: sentence(value) }))}
          value={search['type'] ?? null}
          onChange={(type) => change({ type: type ?? '' })}
          clearable
        />
        {flow === undefined && named !== undefined && (
          <NamespaceFilter value={search['namespace'] ?? ''} onChange={(namespace) => change({ namespace })} />
        )}
        <TimeFilter label={words.time} search={search} onChange={change} />
        {isFiltered && (
          <Button variant="subtle" color="gray" onClick={clear}>
            {t.clearFilters}
          </Button>
        )}
      </FilterBar>
      <ListView
        label={t.auditLogs.title}
        list={list}
        columns={columns(
          (entry) => (
            <RowButton onClick={() => setOpened(entry)}>
              <time className="numbers" dateTime={entry.auditLog.date}>
                {formatInstant(Date.parse(entry.auditLog.date))}
              </time>
            </RowButton>
          ),
          named === undefined,
        )}
        rows={list.data?.results}
        rowKey={({ auditLog }) => auditLog.id}
        empty={
          <NothingListed
            icon={<IconListDetails />}
            title={words.empty}
            text={named === undefined ? words.emptyInstanceText : words.emptyText}
            onClear={isFiltered ? clear : undefined}
          />
        }
        foot={pager(list.data?.total ?? 0)}
      />
      {opened !== undefined && <AuditEntryDialog named={named} entry={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function listNow(
  named: string | undefined,
  values: SearchValues,
  flow: AuditLogProps['flow'],
  page: number,
  size: number,
) {
  return auditLogs.list(named, { page, size, filters: filtersOf(values, flow, Date.now()) });
}

function filtersOf(values: SearchValues, flow: AuditLogProps['flow'], now: number): readonly Filter[] {
  return [
    { field: 'resources', operation: 'IN', value: values['resource'] ?? '' },
    { field: 'type', operation: 'IN', value: values['type'] ?? '' },
    {
      field: 'namespace',
      operation: flow === undefined ? 'PREFIX' : 'EQUALS',
      value: flow?.namespace ?? values['namespace'] ?? '',
    },
    { field: 'flowId', operation: 'EQUALS', value: flow?.id ?? '' },
    ...timeFilters(values).map((filter) => (filter.field === 'timeRange' ? sinceFilter(filter, now) : filter)),
  ];
}

/** Audit logs are asked for by dates alone. */
function sinceFilter({ value }: Filter, now: number): Filter {
  const lastMs = rangeMs[String(value)];
  const since = lastMs === undefined ? '' : new Date(now - lastMs).toISOString();
  return { field: 'startDate', operation: 'GREATER_THAN_OR_EQUAL_TO', value: since };
}
