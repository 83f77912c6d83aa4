/** Executions as the commands show them. */
import type { Terminal } from '../../terminal.ts';
import { tableLines } from '../output-format.ts';

export interface ExecutionReply {
  readonly id: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly state: { readonly current: string; readonly startDate: string; readonly duration: string };
  readonly taskRunList?: readonly {
    readonly id: string;
    readonly taskId: string;
    readonly value?: string;
    readonly state: ExecutionReply['state'];
  }[];
}

export function printExecutions(executions: readonly ExecutionReply[], terminal: Terminal): void {
  const rows = executions.map(({ id, namespace, flowId, state }) => [
    id,
    namespace,
    flowId,
    state.current,
    state.startDate,
    state.duration,
  ]);
  for (const line of tableLines([['ID', 'NAMESPACE', 'FLOW', 'STATE', 'STARTED', 'DURATION'], ...rows]))
    terminal.print(line);
}

export function printTaskRuns({ taskRunList = [] }: ExecutionReply, terminal: Terminal): void {
  if (taskRunList.length === 0) return;
  const rows = taskRunList.map(({ id, taskId, value = '', state }) => [
    id,
    taskId,
    value,
    state.current,
    state.duration,
  ]);
  terminal.print('');
  for (const line of tableLines([['TASK RUN', 'TASK', 'VALUE', 'STATE', 'DURATION'], ...rows])) terminal.print(line);
}

/** For scripts that go on only after a good end. */
export function exitCodeOf({ state }: Pick<ExecutionReply, 'state'>): number {
  return ['FAILED', 'KILLED', 'CANCELLED'].includes(state.current) ? 1 : 0;
}
