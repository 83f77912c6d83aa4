/** Where a script runs. Only plain processes exist; a flow that names another runner is told so. */
import { TaskError } from '@windhover/plugin-sdk';

const processRunner = 'io.kestra.plugin.core.runner.Process';

const processRunnerNames: ReadonlySet<string> = new Set([
  processRunner,
  'io.kestra.plugin.core.runner.ProcessTaskRunner',
  'io.kestra.core.models.tasks.runners.types.ProcessTaskRunner',
]);

export interface RunnerChoice {
  readonly taskRunner?: { readonly type: string } | undefined;
  /** Older spellings. */
  readonly runner?: string | undefined;
  readonly docker?: unknown;
}

/** Throws unless the choice is the Process runner, or none. */
export function requireProcessRunner(choice: RunnerChoice): void {
  const named = runnerNamed(choice);
  if (named === undefined || processRunnerNames.has(named)) return;
  throw new TaskError(
    `Task runner '${named}' is not available on this worker: name '${processRunner}' as the task's taskRunner, or leave it out`,
  );
}

function runnerNamed({ taskRunner, runner, docker }: RunnerChoice): string | undefined {
  if (taskRunner !== undefined) return taskRunner.type;
  if (runner?.toUpperCase() === 'PROCESS') return processRunner;
  return runner ?? (docker === undefined || docker === null ? undefined : 'docker');
}
