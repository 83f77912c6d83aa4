/** Rows of task runs and of the execution, as they stand. */
import {
  isTerminal,
  type Attempt,
  type Execution,
  type JsonObject,
  type StateHistory,
  type StateName,
  type TaskRun,
} from '@windhover/model';
import type { Live, MutableAttempt, MutableHistory, OpenTaskRun, StopOrder } from './live.ts';

/** The task run as a row of its own: later events do not change what was handed out. */
export function toTaskRun(taskRun: OpenTaskRun): TaskRun {
  // An ended task run left memory: its arrays are the row's from now on. An open one goes on changing, so they are copied.
  const isEnded = isTerminal(taskRun.state.current);
  const row: { -readonly [Key in keyof TaskRun]: TaskRun[Key] } = {
    ord: taskRun.ord,
    parentOrd: taskRun.parent === undefined ? -1 : taskRun.parent.ord,
    taskId: taskRun.task.id,
    state: isEnded ? taskRun.state : copyOf(taskRun.state),
    attempts: isEnded ? taskRun.attempts : taskRun.attempts.map(attemptOf),
  };
  if (taskRun.value !== undefined) row.value = taskRun.value;
  if (taskRun.iteration !== undefined) row.iteration = taskRun.iteration;
  if (taskRun.outputs !== undefined) row.outputs = taskRun.outputs;
  if (taskRun.memo !== undefined) row.memo = taskRun.memo;
  return row;
}

/** The row of an open task run; undefined when none with this ordinal is open. */
export function taskRunOf(live: Live, ord: number): TaskRun | undefined {
  const taskRun = live.open.get(ord);
  return taskRun === undefined ? undefined : toTaskRun(taskRun);
}

/** The execution's row. */
export function snapshot(live: Live): Execution {
  const { begunFrom, flow } = live;
  const memo = memoOf(live);
  return {
    id: live.id,
    namespace: flow.flow.namespace,
    flowId: flow.flow.id,
    flowRevision: flow.flow.revision,
    ...(flow.flow.templates === undefined ? undefined : { templates: flow.flow.templates }),
    state: copyOf(live.state),
    labels: live.labels,
    originalId: begunFrom.originalId,
    metadata: live.metadata,
    ...(begunFrom.inputs === undefined ? undefined : { inputs: begunFrom.inputs }),
    ...(live.flowOutputs === undefined ? undefined : { outputs: live.flowOutputs }),
    ...(live.variables === undefined ? undefined : { variables: live.variables }),
    ...(begunFrom.parentId === undefined ? undefined : { parentId: begunFrom.parentId }),
    ...(begunFrom.trigger === undefined ? undefined : { trigger: begunFrom.trigger }),
    ...(begunFrom.scheduleAt === undefined ? undefined : { scheduleAt: begunFrom.scheduleAt }),
    ...(begunFrom.kind === undefined ? undefined : { kind: begunFrom.kind }),
    ...(begunFrom.loopRun === undefined ? undefined : { loopRun: begunFrom.loopRun }),
    ...(live.breakpoints === undefined ? undefined : { breakpoints: live.breakpoints }),
    ...(memo === undefined ? undefined : { memo }),
  };
}

/** Only what cannot be told from the rows. */
export interface ExecutionMemo {
  readonly isHeld?: boolean;
  readonly heldBy?: string;
  readonly cancelledBy?: string;
  readonly stop?: StopOrder;
  readonly isCut?: boolean;
  readonly exit?: StateName;
  readonly retryAt?: number;
  readonly violatedSlas?: readonly number[];
  readonly isOver?: boolean;
  readonly floorOrd?: number;
}

function memoOf(live: Live): JsonObject | undefined {
  const memo: Record<string, unknown> = {};
  if (live.isHeld) memo['isHeld'] = true;
  if (live.heldBy !== undefined) memo['heldBy'] = live.heldBy;
  if (live.cancelledBy !== undefined) memo['cancelledBy'] = live.cancelledBy;
  if (live.stop !== undefined) memo['stop'] = live.stop;
  if (live.isCut) memo['isCut'] = true;
  if (live.exit !== undefined) memo['exit'] = live.exit;
  if (live.retryAt !== undefined) memo['retryAt'] = live.retryAt;
  if (live.violatedSlas.length > 0) memo['violatedSlas'] = live.violatedSlas;
  // Without tasks after the end, a terminal state says it.
  if (live.isOver && live.flow.afterExecution.length > 0) memo['isOver'] = true;
  if (live.floorOrd > 0) memo['floorOrd'] = live.floorOrd;
  for (const _ in memo) return memo as JsonObject;
  return undefined;
}

function copyOf(history: MutableHistory): StateHistory {
  return { current: history.current, histories: history.histories.slice() };
}

function attemptOf({ state, workerId, logFile }: MutableAttempt): Attempt {
  return {
    state: copyOf(state),
    ...(workerId === undefined ? undefined : { workerId }),
    ...(logFile === undefined ? undefined : { logFile }),
  };
}
