import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { isTerminal, stateNames, type StateName } from '@windhover/model';
import type { ChartRow } from '../../api/dashboards.ts';
import { executions } from '../../api/executions.ts';
import { formatNumber, formatTotal } from '../../format/count.ts';
import { dashboardText as words } from '../../messages/en-dashboard.ts';
import { paths } from '../../paths.ts';
import { every, tenantKey } from '../../query-client.ts';
import { StateIcon } from '../../states/state-badge.tsx';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './state-tiles.module.css';
import type { Period } from './use-counted.ts';

/** Those that have not ended, whenever they began. */
export const openStates: readonly StateName[] = stateNames.filter((state) => !isTerminal(state));

interface Tile {
  readonly label: string;
  readonly icon: StateName;
  readonly states: readonly StateName[];
}

const open: Tile = { label: words.running, icon: 'RUNNING', states: openStates };
const ended: readonly Tile[] = [
  { label: words.ended.SUCCESS, icon: 'SUCCESS', states: ['SUCCESS'] },
  { label: words.ended.WARNING, icon: 'WARNING', states: ['WARNING'] },
  { label: words.ended.FAILED, icon: 'FAILED', states: ['FAILED'] },
  { label: words.ended.STOPPED, icon: 'KILLED', states: ['KILLED', 'CANCELLED'] },
];

interface StateTilesProps {
  readonly period: Period;
  /** How many of the period are in which state; undefined while that is not known. */
  readonly counted: readonly ChartRow[] | undefined;
  readonly refreshMs: number;
}

/** How many executions are in which state; each number leads to the list of them. */
export function StateTiles({ period, counted, refreshMs }: StateTilesProps) {
  const tenant = useTenant();
  const openCount = useQuery({
    queryKey: tenantKey(tenant, 'executions', 'count', openStates),
    queryFn: async () => {
      const filters = [{ field: 'state', operation: 'IN', value: openStates } as const];
      return (await executions.list(tenant, { page: 1, size: 1, filters })).total;
    },
    refetchInterval: every(refreshMs),
  });
  return (
    <ul className={classes.tiles}>
      <StateTile
        tile={open}
        count={openCount.data === undefined ? undefined : formatTotal(openCount.data)}
        search={{}}
      />
      {ended.map((tile) => (
        <StateTile
          key={tile.label}
          tile={tile}
          count={counted && formatNumber(countOf(counted, tile.states))}
          search={{ timeRange: period }}
        />
      ))}
    </ul>
  );
}

interface StateTileProps {
  readonly tile: Tile;
  readonly count: string | undefined;
  readonly search: Readonly<Record<string, string>>;
}

function StateTile({ tile: { label, icon, states }, count, search }: StateTileProps) {
  const tenant = useTenant();
  return (
    <li>
      <Link
        className={classes.tile}
        to={paths.executions(tenant)}
        search={{ state: states.join(','), ...search } as never}
      >
        <span className={classes.label}>
          <StateIcon state={icon} size={13} />
          {label}
        </span>
        <span className={classes.count}>{count ?? '–'}</span>
      </Link>
    </li>
  );
}

function countOf(counted: readonly ChartRow[], states: readonly StateName[]): number {
  return counted
    .filter(({ state }) => (states as readonly unknown[]).includes(state))
    .reduce((sum, { total }) => sum + Number(total), 0);
}
