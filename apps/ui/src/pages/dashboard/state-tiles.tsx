import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { isTerminal, stateNames, type StateName } from '@windhover/model';
import { executions } from '../../api/executions.ts';
import { formatNumber } from '../../format/count.ts';
import { dashboardText as words } from '../../messages/en-dashboard.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { StateIcon } from '../../states/state-badge.tsx';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './state-tiles.module.css';

/** Those that have not ended, whenever they began. */
export const openStates: readonly StateName[] = stateNames.filter((state) => !isTerminal(state));

interface Tile {
  readonly label: string;
  readonly icon: StateName;
  readonly states: readonly StateName[];
  readonly inPeriod: boolean;
}

const tiles: readonly Tile[] = [
  { label: words.running, icon: 'RUNNING', states: openStates, inPeriod: false },
  { label: words.ended.SUCCESS, icon: 'SUCCESS', states: ['SUCCESS'], inPeriod: true },
  { label: words.ended.WARNING, icon: 'WARNING', states: ['WARNING'], inPeriod: true },
  { label: words.ended.FAILED, icon: 'FAILED', states: ['FAILED'], inPeriod: true },
  { label: words.ended.STOPPED, icon: 'KILLED', states: ['KILLED', 'CANCELLED'], inPeriod: true },
];

/** How many executions are in which state; each number leads to the list of them. */
export function StateTiles({ period, refreshMs }: { readonly period: string; readonly refreshMs: number }) {
  const tenant = useTenant();
  const counts = useQueries({
    queries: tiles.map(({ states, inPeriod }) => ({
      queryKey: tenantKey(tenant, 'executions', 'count', states, inPeriod ? period : ''),
      queryFn: async () => {
        const { total } = await executions.list(tenant, {
          page: 1,
          size: 1,
          filters: [
            { field: 'state', operation: 'IN', value: states },
            { field: 'timeRange', operation: 'EQUALS', value: inPeriod ? period : '' },
          ],
        });
        return total;
      },
      refetchInterval: refreshMs,
    })),
  });
  return (
    <ul className={classes.tiles}>
      {tiles.map(({ label, icon, states, inPeriod }, index) => (
        <li key={label}>
          <Link
            className={classes.tile}
            to={paths.executions(tenant)}
            search={{ state: states.join(','), ...(inPeriod ? { timeRange: period } : {}) } as never}
          >
            <span className={classes.label}>
              <StateIcon state={icon} size={13} />
              {label}
            </span>
            <span className={classes.count}>
              {counts[index]?.data === undefined ? '–' : formatNumber(counts[index].data)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
