import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { limits, type WireQuotaUse } from '../../api/limits.ts';
import type { Column } from '../../components/data-table.tsx';
import { ListView } from '../../components/list-view.tsx';
import { Ago } from '../../components/time.tsx';
import { formatNumber } from '../../format/count.ts';
import { limitsText as words } from '../../messages/en-limits.ts';
import { paths } from '../../paths.ts';
import { every, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './limits.module.css';
import { StandingCell, Used } from './use-cells.tsx';

const refreshMs = 10_000;

const columns: readonly Column<WireQuotaUse>[] = [
  { id: 'what', header: words.columns.what, cell: (quota) => <Counted quota={quota} /> },
  {
    id: 'used',
    header: words.columns.used,
    cell: (quota) => <Used label={`${labelOf(quota)}, ${windowOf(quota)}`} use={quota} format={formatNumber} />,
  },
  { id: 'standing', header: words.columns.standing, width: 150, cell: (quota) => <StandingCell use={quota} /> },
  {
    id: 'window',
    header: words.columns.window,
    width: 110,
    cell: (quota) => <span className="mono">{windowOf(quota)}</span>,
  },
  { id: 'since', header: words.columns.since, width: 130, minor: true, cell: ({ start }) => <Ago date={start} /> },
];

/** Executions in a time, of the tenant and of what one sees in it. */
export function QuotaLimits() {
  const tenant = useTenant();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'quotas'),
    queryFn: () => limits.quotas(tenant),
    refetchInterval: every(refreshMs),
  });
  return (
    <ListView
      label={words.quotas}
      list={list}
      columns={columns}
      rows={list.data}
      rowKey={({ id }) => id}
      empty={<p className={`dim ${classes.none}`}>{words.noQuota}</p>}
    />
  );
}

function Counted({ quota }: { readonly quota: WireQuotaUse }) {
  const tenant = useTenant();
  const { namespace, flowId } = quota;
  const label = labelOf(quota);
  if (namespace === undefined) return label;
  return (
    <Link to={flowId === undefined ? paths.namespace(tenant, namespace) : paths.flow(tenant, namespace, flowId)}>
      {label}
    </Link>
  );
}

function labelOf({ namespace, flowId }: WireQuotaUse): string {
  if (namespace === undefined) return words.executionsOf.tenant;
  return flowId === undefined ? words.executionsOf.namespace(namespace) : words.executionsOf.flow(namespace, flowId);
}

/** The name of a quota ends with the length of its window, as it was written. */
function windowOf({ id }: WireQuotaUse): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
