import { Tooltip } from '@mantine/core';
import { stateNames } from '@windhover/model';
import { formatNumber } from '../../format/count.ts';
import { formatInstant } from '../../format/instant.ts';
import { dashboardText as words } from '../../messages/en-dashboard.ts';
import { solid, stateLook } from '../../states/state-look.ts';
import type { Slot } from './over-time.ts';
import classes from './state-chart.module.css';

/** A bar for each slot of time, stacked by state. */
export function StateChart({ slots }: { readonly slots: readonly Slot[] }) {
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
          <span>{shortInstant(slots[0]?.from)}</span>
          <span>{words.highest(highest)}</span>
          <span>{shortInstant(slots.at(-1)?.to)}</span>
        </div>
        {seen.length > 0 && (
          <ul className={classes.legend} aria-label={words.legend}>
            {seen.map((state) => (
              <li key={state}>
                <span className={classes.swatch} style={{ background: solid(stateLook(state).tone) }} aria-hidden />
                {stateLook(state).label}
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
  return [`${shortInstant(from)} – ${shortInstant(to)}`, ...lines].join('\n');
}

/** To the minute. */
function shortInstant(at: number | undefined): string {
  return at === undefined ? '' : formatInstant(at).slice(0, 16);
}
