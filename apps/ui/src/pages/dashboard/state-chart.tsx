import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { stateNames } from '@windhover/model';
import { ZoneNote } from '../../components/time.tsx';
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
  return (
    <figure className={classes.chart} aria-label={words.chart(total, failed)}>
      <div className={classes.plot} aria-hidden>
        {slots.map((slot) => (
          <Tooltip key={slot.from} label={said(slot)} multiline style={{ whiteSpace: 'pre-line' }} openDelay={0}>
            <div className={classes.slot}>
              {stateNames
                .filter((state) => slot.counts.has(state))
                .map((state) => (
                  <span
                    key={state}
                    style={{
                      height: `${((slot.counts.get(state) ?? 0) / highest) * 100}%`,
                      background: solid(stateLook(state).tone),
                    }}
                  />
                ))}
            </div>
          </Tooltip>
        ))}
      </div>
      <figcaption>
        <div className={classes.axis}>
          <span>{slots[0] && formatMinute(slots[0].from)}</span>
          <span>
            {total === 0 ? words.nothingRan : words.highest(highest)} · <ZoneNote />
          </span>
          <span>{last && formatMinute(last.to)}</span>
        </div>
        {seen.length > 0 && (
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
        )}
      </figcaption>
    </figure>
  );
}

function said({ from, to, counts }: Slot): string {
  const lines = [...counts].map(([state, count]) => `${stateLook(state).label}: ${formatNumber(count)}`);
  return [`${formatMinute(from)} – ${formatMinute(to)}`, ...lines].join('\n');
}
