import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { isTerminal } from '@windhover/model';
import { logs } from '../api/logs.ts';
import type { WireExecution, WireTaskRun } from '../api/wire.ts';
import { InlineError } from '../components/inline-error.tsx';
import { LogList } from '../logs/log-list.tsx';
import { t } from '../messages/en.ts';
import { paths } from '../paths.ts';
import { tenantKey } from '../query-client.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import classes from './gantt.module.css';

interface GanttLogProps {
  readonly execution: WireExecution;
  readonly taskRun: WireTaskRun;
  readonly onReplay: (taskRun: WireTaskRun) => void;
}

/** The log of one task run in its row, loaded when it is opened and renewed while the task runs. */
export function GanttLog({ execution, taskRun, onReplay }: GanttLogProps) {
  const tenant = useTenant();
  const ended = isTerminal(taskRun.state.current);
  const hasOutputs = taskRun.outputs !== undefined && Object.keys(taskRun.outputs).length > 0;
  const { data, error } = useQuery({
    queryKey: tenantKey(tenant, 'task-run-log', execution.id, taskRun.id, ended),
    queryFn: () =>
      logs.ofExecution(tenant, execution.id, [{ field: 'taskRunId', operation: 'EQUALS', value: taskRun.id }]),
    refetchInterval: ended ? false : 1_000,
  });
  return (
    <div className={classes.log}>
      <div className={classes.links}>
        <Link to={paths.execution(tenant, execution, 'logs')} search={{ task: taskRun.taskId } as never}>
          {t.executions.gantt.inLogs}
        </Link>
        {hasOutputs && (
          <Link to={paths.execution(tenant, execution, 'outputs')} search={{ taskRun: taskRun.id } as never}>
            {t.executions.outputs}
          </Link>
        )}
        <button type="button" onClick={() => onReplay(taskRun)}>
          {t.executions.replayWith.fromHere}
        </button>
      </div>
      {error !== null && <InlineError error={error} />}
      {data?.length === 0 && <div className={classes.noLog}>{t.logs.none}</div>}
      {data !== undefined && data.length > 0 && <LogList lines={data} showTask={false} maxHeight={260} />}
    </div>
  );
}
