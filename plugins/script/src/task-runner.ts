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
export function requireProcessRunner({ taskRunner, runner, docker }: RunnerChoice): void {
  const named =
    taskRunner?.type ?? (runner?.toUpperCase() === 'PROCESS' ? processRunner : (runner ?? (docker && 'docker')));
  if (named === undefined || processRunnerNames.has(String(named))) return;
  throw new TaskError(
    `Task runner '${String(named)}' is not available on this worker: name '${processRunner}' as the task's taskRunner, or leave it out`,
  );
}
