import { Link } from '@tanstack/react-router';
import type { StateName } from '@windhover/model';
import type { WireExecution } from '../../api/wire.ts';
import { formatNumber } from '../../format/count.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { solid, stateLook } from '../../states/state-look.ts';
import { StateIcon } from '../../states/state-badge.tsx';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './state-counts.module.css';

/** How far it has come: task runs by state, as one bar and in numbers. */
export function StateCounts({ execution }: { readonly execution: WireExecution }) {
  const tenant = useTenant();
  const taskRuns = execution.taskRunList ?? [];
  if (taskRuns.length === 0) return null;
  const counts = new Map<StateName, number>();
  for (const { state } of taskRuns) counts.set(state.current, (counts.get(state.current) ?? 0) + 1);
  return (
    <section aria-labelledby="task-runs">
      <div className={classes.head}>
        <h2 id="task-runs">{t.executions.facts.tasks}</h2>
        {[...counts].map(([state, count]) => (
          <span key={state} className={classes.count}>
            <StateIcon state={state} size={13} />
            <span className="numbers">{formatNumber(count)}</span>{' '}
            <span className="dim">{stateLook(state).label.toLowerCase()}</span>
          </span>
        ))}
        <Link className={classes.link} to={paths.execution(tenant, execution, 'gantt')}>
          {t.executions.tabs.gantt}
        </Link>
      </div>
      <div className={classes.bar} aria-hidden>
        {[...counts].map(([state, count]) => (
          <span key={state} style={{ flexGrow: count, background: solid(stateLook(state).tone) }} />
        ))}
      </div>
    </section>
  );
}
