import { Link } from '@tanstack/react-router';
import { Tooltip } from '@mantine/core';
import type { WireExecutionRow } from '../../api/wire.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatInstant } from '../../format/instant.ts';
import { useNow } from '../../live/use-now.ts';
import { endDateOf } from '../../states/end-date-of.ts';
import { paths } from '../../paths.ts';
import { solid, stateLook } from '../../states/state-look.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './run-strip.module.css';

const heightPx = 44;

/** A bar for each execution, oldest left, as high as it took long. The colour is its state; each leads to its execution. */
export function RunStrip({ executions }: { readonly executions: readonly WireExecutionRow[] }) {
  const tenant = useTenant();
  const now = useNow(executions.some((execution) => endDateOf(execution.state) === undefined));
  const runs = executions.map((execution) => ({ execution, durationMs: durationOf(execution, now) })).reverse();
  const longest = Math.max(1, ...runs.map((run) => run.durationMs));
  return (
    <div className={classes.strip}>
      {runs.map(({ execution, durationMs }) => {
        const { label, tone } = stateLook(execution.state.current);
        const words = `${label}, ${formatDuration(durationMs)}, ${formatInstant(Date.parse(execution.state.startDate))}`;
        return (
          <Tooltip key={execution.id} label={words}>
            <Link to={paths.execution(tenant, execution)} className={classes.run} aria-label={words}>
              <span style={{ height: Math.max(4, (durationMs / longest) * heightPx), background: solid(tone) }} />
            </Link>
          </Tooltip>
        );
      })}
    </div>
  );
}

function durationOf(execution: WireExecutionRow, now: number): number {
  const ended = endDateOf(execution.state);
  const end = ended === undefined ? now : Date.parse(ended);
  return Math.max(0, end - Date.parse(execution.state.startDate));
}
