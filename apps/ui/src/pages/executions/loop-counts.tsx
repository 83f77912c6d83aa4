import { Link } from '@tanstack/react-router';
import { isStateName, type StateName } from '@windhover/model';
import type { WireExecution, WireTaskRun } from '../../api/wire.ts';
import { formatNumber } from '../../format/count.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { StateIcon } from '../../states/state-badge.tsx';
import { solid, stateLook } from '../../states/state-look.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './state-counts.module.css';

/** How far each Loop has come: its iterations by state, which are executions of their own and no task runs of this one. */
export function LoopCounts({ execution }: { readonly execution: WireExecution }) {
  return (
    <>
      {(execution.taskRunList ?? []).map((taskRun) => {
        const counts = countsOf(taskRun);
        return counts && <Counts key={taskRun.id} taskRun={taskRun} counts={counts} />;
      })}
    </>
  );
}

interface CountsProps {
  readonly taskRun: WireTaskRun;
  readonly counts: readonly (readonly [StateName, number])[];
}

function Counts({ taskRun, counts }: CountsProps) {
  const tenant = useTenant();
  const id = `loop-${taskRun.id}`;
  return (
    <section aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id}>{t.executions.loops.title(taskRun.taskId)}</h2>
        {counts.map(([state, count]) => (
          <span key={state} className={classes.count}>
            <StateIcon state={state} size={13} />
            <span className="numbers">{formatNumber(count)}</span>{' '}
            <span className="dim">{stateLook(state).label.toLowerCase()}</span>
          </span>
        ))}
        <Link
          className={classes.link}
          to={paths.executions(tenant)}
          search={{ kind: 'LOOP', triggerTaskRunId: taskRun.id } as never}
        >
          {t.executions.loops.all}
        </Link>
      </div>
      <div className={classes.bar} aria-hidden>
        {counts.map(([state, count]) => (
          <span key={state} style={{ flexGrow: count, background: solid(stateLook(state).tone) }} />
        ))}
      </div>
    </section>
  );
}

/** Undefined for what is no Loop. */
function countsOf({ outputs }: WireTaskRun): CountsProps['counts'] | undefined {
  const ended = outputs?.['terminatedIterations'];
  const running = outputs?.['runningIterations'];
  if (typeof ended !== 'object' || ended === null || typeof running !== 'number') return undefined;
  const counts = Object.entries(ended).flatMap(([state, count]): (readonly [StateName, number])[] =>
    isStateName(state) && typeof count === 'number' ? [[state, count]] : [],
  );
  return running === 0 ? counts : [['RUNNING', running], ...counts];
}
