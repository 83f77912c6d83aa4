import { useQuery } from '@tanstack/react-query';
import { limits, type WireLimitUse } from '../../api/limits.ts';
import type { Column } from '../../components/data-table.tsx';
import { ListView } from '../../components/list-view.tsx';
import { formatNumber } from '../../format/count.ts';
import { formatSize } from '../../format/size.ts';
import { limitsText as words } from '../../messages/en-limits.ts';
import { every, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { StandingCell, Used } from './use-cells.tsx';

const refreshMs = 10_000;
const bytes: readonly string[] = ['storageBytes', 'logBytesPerDay'];

interface LimitRow {
  readonly id: string;
  readonly label: string;
  readonly beyond: string;
  /** Undefined: there is no limit. */
  readonly use: WireLimitUse | undefined;
}

const columns: readonly Column<LimitRow>[] = [
  { id: 'what', header: words.columns.what, cell: ({ label }) => label },
  {
    id: 'used',
    header: words.columns.used,
    cell: ({ id, label, use }) => {
      if (use === undefined) return <span className="dim">{words.unlimited}</span>;
      if (!bytes.includes(id)) return <Used label={label} use={use} format={formatNumber} />;
      return <Used label={label} use={use} format={formatSize} title={words.exactly(use.count, use.limit)} />;
    },
  },
  {
    id: 'standing',
    header: words.columns.standing,
    width: 150,
    cell: ({ use }) => use !== undefined && <StandingCell use={use} />,
  },
  {
    id: 'beyond',
    header: words.columns.beyond,
    minor: true,
    cell: ({ beyond, use }) => use !== undefined && <span className="dim">{beyond}</span>,
  },
];

/** All that can be limited, in the order of the manual. */
export function TenantLimits() {
  const tenant = useTenant();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'limits'),
    queryFn: () => limits.ofTenant(tenant),
    refetchInterval: every(refreshMs),
  });
  return (
    <ListView
      label={words.tenant}
      list={list}
      columns={columns}
      rows={list.data && rowsOf(list.data)}
      rowKey={({ id }) => id}
      empty={null}
    />
  );
}

function rowsOf(uses: readonly WireLimitUse[]): readonly LimitRow[] {
  return Object.entries(words.kinds).map(([id, kind]) => ({ id, ...kind, use: uses.find((use) => use.id === id) }));
}
