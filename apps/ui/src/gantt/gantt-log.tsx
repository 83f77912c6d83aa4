import { useQuery } from '@tanstack/react-query';
import { isTerminal } from '@windhover/model';
import { logs } from '../api/logs.ts';
import type { WireTaskRun } from '../api/wire.ts';
import { JsonTree } from '../components/json-tree.tsx';
import { InlineError } from '../components/inline-error.tsx';
import { LogList } from '../logs/log-list.tsx';
import { t } from '../messages/en.ts';
import { tenantKey } from '../query-client.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import classes from './gantt.module.css';

interface GanttLogProps {
  readonly executionId: string;
  readonly taskRun: WireTaskRun;
}

/** The log of one task run in its row, loaded when it is opened and renewed while the task runs. */
export function GanttLog({ executionId, taskRun }: GanttLogProps) {
  const tenant = useTenant();
  const ended = isTerminal(taskRun.state.current);
  const { data, error } = useQuery({
    queryKey: tenantKey(tenant, 'task-run-log', executionId, taskRun.id, ended),
    queryFn: () =>
      logs.ofExecution(tenant, executionId, [{ field: 'taskRunId', operation: 'EQUALS', value: taskRun.id }]),
    refetchInterval: ended ? false : 1_000,
  });
  return (
    <div className={classes.log}>
      {taskRun.outputs !== undefined && Object.keys(taskRun.outputs).length > 0 && (
        <div className={classes.outputs}>
          <JsonTree value={taskRun.outputs} path={`outputs.${taskRun.taskId}`} executionId={executionId} />
        </div>
      )}
      {error !== null && <InlineError error={error} />}
      {data?.length === 0 && <div className={classes.noLog}>{t.logs.none}</div>}
      {data !== undefined && data.length > 0 && <LogList lines={data} showTask={false} maxHeight={260} />}
    </div>
  );
}
