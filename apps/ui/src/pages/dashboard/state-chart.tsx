import { Link } from '@tanstack/react-router';
import { stateNames } from '@windhover/model';
import { BarsOverTime, type TimeBar } from '../../components/bars-over-time.tsx';
import { formatNumber } from '../../format/count.ts';
import { formatMinute } from '../../format/instant.ts';
import { dashboardText as words } from '../../messages/en-dashboard.ts';
import { paths } from '../../paths.ts';
import { solid, stateLook } from '../../states/state-look.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import type { Slot } from './over-time.ts';
import classes from './state-chart.module.css';

interface StateChartProps {
  readonly slots: readonly Slot[];
  /** Of the slots together, as lists name it. */
  readonly period: string;
}

/** A bar for each slot of time, stacked by state; the states lead to the executions of the period. */
export function StateChart({ slots, period }: StateChartProps) {
  const tenant = useTenant();
  const last = slots.at(-1);
  const highest = Math.max(1, ...slots.map(({ total }) => total));
  const total = slots.reduce((sum, slot) => sum + slot.total, 0);
  const seen = stateNames.filter((state) => slots.some(({ counts }) => counts.has(state)));
  const failed = slots.reduce((sum, slot) => sum + (slot.counts.get('FAILED') ?? 0), 0);
  const bars = slots.map((slot): TimeBar => ({
    key: slot.from,
    said: said(slot),
    parts: stateNames
      .filter((state) => slot.counts.has(state))
      .map((state) => ({
        key: state,
        percent: ((slot.counts.get(state) ?? 0) / highest) * 100,
        colour: solid(stateLook(state).tone),
      })),
  }));
  return (
    <BarsOverTime
      label={words.chart(total, failed)}
      bars={bars}
      height={140}
      axis={[
        slots[0] && formatMinute(slots[0].from),
        total === 0 ? words.nothingRan : words.highest(highest),
        last && formatMinute(last.to),
      ]}
      legend={
        seen.length > 0 && (
          <ul className={classes.legend} aria-label={words.legend}>
            {seen.map((state) => (
              <li key={state}>
                <Link to={paths.executions(tenant)} search={{ state, timeRange: period } as never}>
                  <span className={classes.swatch} style={{ background: solid(stateLook(state).tone) }} aria-hidden />
                  {stateLook(state).label}
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    />
  );
}

function said({ from, to, counts }: Slot): string {
  const lines = [...counts].map(([state, count]) => `${stateLook(state).label}: ${formatNumber(count)}`);
  return [`${formatMinute(from)} – ${formatMinute(to)}`, ...lines].join('\n');
}
