/** Executions as the API shows them: Kestra's newer form with what older clients read beside it. */
import { formatDuration } from '@windhover/expressions';
import {
  endedAt,
  isTerminal,
  taskRunId,
  textOf,
  type Execution,
  type JsonObject,
  type LoopItem,
  type LoopRun,
  type StateHistory,
  type TaskRun,
} from '@windhover/model';

/** A reply holds at most this many task runs; all of them are paged through apart. */
export const maxTaskRunsShown = 10_000;

export interface ShownExecution {
  readonly execution: Execution;
  readonly taskRuns: readonly TaskRun[];
  /** Of all, when they are more than those given. */
  readonly taskRunCount?: number;
}

export interface ShowOptions {
  /** The tenant's public id; undefined for the default tenant. */
  readonly tenantId: string | undefined;
  readonly now: number;
  /** Whether the caller may see outputs. */
  readonly withOutputs: boolean;
}

export function executionJson({ execution, taskRuns, taskRunCount }: ShownExecution, options: ShowOptions) {
  const { variables, metadata } = execution;
  return {
    ...lightExecutionJson(execution, options),
    originalId: execution.originalId,
    metadata: {
      attemptNumber: metadata.attemptNumber,
      originalCreatedDate: toIso(metadata.originalCreatedAt),
    },
    ...(variables === undefined ? {} : { variables }),
    taskRunList: taskRuns.map((taskRun) => taskRunJson(execution, taskRun, options)),
    ...(taskRunCount === undefined || taskRunCount <= taskRuns.length ? {} : { taskRunCount }),
    deleted: false as const,
  };
}

/** As lists show it: without task runs, variables and metadata. */
export function lightExecutionJson(execution: Execution, { tenantId, now, withOutputs }: ShowOptions) {
  const { id, namespace, flowId, flowRevision, state, inputs, outputs, labels, trigger, parentId, originalId } =
    execution;
  const { scheduleAt, kind, breakpoints, loopRun } = execution;
  return {
    ...(tenantId === undefined ? {} : { tenantId }),
    id,
    namespace,
    flowId,
    flowRevision,
    state: stateJson(state, now),
    originalId,
    ...(inputs === undefined || Object.keys(inputs).length === 0 ? {} : { inputs }),
    ...(outputs === undefined || !withOutputs ? {} : { outputs }),
    labels: labels.map(({ key, value }) => ({ key, value })),
    ...(trigger === undefined ? {} : { trigger: triggerJson(trigger) }),
    ...(parentId === undefined ? {} : { parentId }),
    ...(scheduleAt === undefined ? {} : { scheduleDate: toIso(scheduleAt) }),
    ...(kind === undefined ? {} : { kind }),
    ...(loopRun === undefined ? {} : { loopRun: loopRunJson(execution, loopRun) }),
    ...(breakpoints === undefined ? {} : { breakpoints: breakpoints.map((breakpoint) => ({ ...breakpoint })) }),
  };
}

export function taskRunJson(execution: Execution, taskRun: TaskRun, options: ShowOptions) {
  const { ord, taskId, parentOrd, value, iteration, outputs, dynamic } = taskRun;
  return {
    id: taskRunId(execution.id, ord),
    executionId: execution.id,
    namespace: execution.namespace,
    flowId: execution.flowId,
    taskId,
    ...(parentOrd < 0 ? {} : { parentTaskRunId: taskRunId(execution.id, parentOrd) }),
    ...(value === undefined ? {} : { value }),
    ...(iteration === undefined ? {} : { iteration }),
    state: stateJson(taskRun.state, options.now),
    ...(taskRun.attempts.length === 0
      ? {}
      : { attempts: taskRun.attempts.map((attempt) => attemptJson(attempt, options.now)) }),
    ...(outputs === undefined || !options.withOutputs ? {} : { outputs }),
    ...(dynamic === true ? { dynamic } : {}),
  };
}

export function stateJson(state: StateHistory, now: number) {
  const { current, histories } = state;
  const startedAt = histories[0]!.at;
  const lastAt = histories[histories.length - 1]!.at;
  const isResting = isTerminal(current) || current === 'PAUSED';
  const durationMs = (isResting ? (endedAt(state) ?? lastAt) : now) - startedAt;
  return {
    current,
    startDate: toIso(startedAt),
    ...(isResting ? { endDate: toIso(lastAt) } : {}),
    duration: formatDuration(Math.max(durationMs, 0)),
    histories: histories.map((entry) => ({ state: entry.state, date: toIso(entry.at) })),
  };
}

/** Values as text, as Kestra's clients read them. */
function loopRunJson({ namespace, flowId, flowRevision }: Execution, loopRun: LoopRun) {
  const { taskId, ord, within, parents } = loopRun;
  const parentId = within[0]!;
  return {
    parent: { id: parentId, namespace, flowId, flowRevision },
    taskId,
    taskRunId: taskRunId(parentId, ord),
    ...loopItemJson(loopRun),
    parents: parents.map(loopItemJson),
  };
}

function loopItemJson({ index, key, value }: LoopItem) {
  return { index, ...(key === undefined ? {} : { key }), value: textOf(value) };
}

function attemptJson({ state, workerId, logFile }: TaskRun['attempts'][number], now: number) {
  return {
    state: stateJson(state, now),
    ...(workerId === undefined ? {} : { workerId }),
    ...(logFile === undefined ? {} : { logFile }),
  };
}

function triggerJson({ id, type, variables, logFile }: NonNullable<Execution['trigger']>) {
  return { id, type, variables: variables as JsonObject, ...(logFile === undefined ? {} : { logFile }) };
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
