import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconCircleXFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { executions } from '../../api/executions.ts';
import { logs } from '../../api/logs.ts';
import type { WireExecution } from '../../api/wire.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { toastError } from '../../components/toast.ts';
import { LogLine } from '../../logs/log-line.tsx';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { whyNot } from '../../why-not.ts';
import { FailedBelow } from './failed-below.tsx';
import { failedTaskRun } from './failed-task-run.ts';
import classes from './failure-panel.module.css';
import { ReplayDialog } from './replay-dialog.tsx';
import { SinceLastSuccess } from './since-last-success.tsx';
import { useReplay } from './use-replay.ts';

const shownLines = 6;

/** What failed, at one glance: the task, the attempt, its last error lines, what has changed, and the next steps. */
export function FailurePanel({ execution }: { readonly execution: WireExecution }) {
  const tenant = useTenant();
  const follow = useReplay();
  const [replaying, setReplaying] = useState(false);
  const permissions = usePermissions();
  const taskRun = failedTaskRun(execution);
  const attempts = taskRun?.attempts?.length ?? 1;
  const errors = useQuery({
    queryKey: tenantKey(tenant, 'error-lines', execution.id, taskRun?.id, attempts),
    queryFn: async () => {
      const lines = await logs.ofExecution(tenant, execution.id, [
        { field: 'level', operation: 'EQUALS', value: 'ERROR' },
        ...(taskRun === undefined ? [] : [{ field: 'taskRunId', operation: 'EQUALS' as const, value: taskRun.id }]),
      ]);
      const last = lines.filter((line) => (line.attemptNumber ?? attempts - 1) === attempts - 1);
      if (last.length > 0 || taskRun === undefined) return last.slice(-shownLines);
      // A rule of the flow may have ended it, which is a line of the execution
      const all = await logs.ofExecution(tenant, execution.id, [
        { field: 'level', operation: 'EQUALS', value: 'ERROR' },
      ]);
      return all.filter((line) => line.taskRunId === undefined).slice(-shownLines);
    },
  });
  const replay = () =>
    void follow(executions.replay(tenant, execution.id)).catch((error: unknown) =>
      toastError(t.executions.replayFailed, error),
    );

  return (
    <section className={classes.panel} aria-labelledby="failure">
      <div className={classes.head}>
        <IconCircleXFilled size={18} aria-hidden />
        <h2 id="failure">
          {taskRun === undefined ? t.executions.failure.flow : t.executions.failure.task(taskRun.taskId)}
          {taskRun !== undefined && (
            <span className={classes.attempt}> {t.executions.failure.attempt(attempts, attempts)}</span>
          )}
          {taskRun?.value !== undefined && <code className={classes.value}>{taskRun.value}</code>}
        </h2>
      </div>
      <div className={classes.lines}>
        {errors.data?.map((line, index) => (
          <div key={index} className={classes.line}>
            <LogLine line={line} showTask={taskRun === undefined} marked="" />
          </div>
        ))}
        {errors.data?.length === 0 && <span className="dim">{t.executions.failure.noError}</span>}
      </div>
      {execution.kind === undefined && <SinceLastSuccess execution={execution} />}
      <div className={classes.actions}>
        <Button component={Link} to={paths.flow(tenant, execution.namespace, execution.flowId, 'edit')}>
          {t.executions.failure.fix}
        </Button>
        <ActionButton
          label={t.executions.failure.replay}
          reason={whyNot.replay(execution, permissions)}
          onClick={replay}
        />
        {taskRun !== undefined && (
          <ActionButton
            label={t.executions.failure.replayFrom}
            reason={whyNot.replay(execution, permissions)}
            onClick={() => setReplaying(true)}
          />
        )}
        {taskRun !== undefined && <FailedBelow taskRun={taskRun} />}
        <Button
          variant="default"
          component={Link}
          to={paths.execution(tenant, execution, 'logs')}
          search={(taskRun === undefined ? {} : { task: taskRun.taskId }) as never}
        >
          {t.executions.failure.inLogs}
        </Button>
      </div>
      {replaying && taskRun !== undefined && (
        <ReplayDialog execution={execution} from={taskRun} onClose={() => setReplaying(false)} />
      )}
    </section>
  );
}
