/** Why a flowable that runs goes no further: what it has begun, and what of it may not begin yet. */
import { isTerminal, type TaskDefinition, type TaskRun } from '@windhover/model';
import type { WaitingReason } from './why-waiting.ts';

export interface SeenFlowable {
  readonly taskRun: TaskRun;
  /** Undefined when the revision is not there any more. */
  readonly definition: TaskDefinition | undefined;
  /** Its own, ended ones included; undefined when there are too many to look at. */
  readonly children: readonly TaskRun[] | undefined;
  /** Whether the reader may see that execution. */
  mayName(executionId: string): boolean;
}

type Reason = Omit<WaitingReason, 'taskRunId'>;

/** Of a task run that is RUNNING: child executions that it waits for, then tasks and items of it that have not begun. */
export function whyFlowableWaits(seen: SeenFlowable): readonly Reason[] {
  const { memo, taskId } = seen.taskRun;
  const { childId, running, starting } = memo ?? {};
  if (typeof childId === 'string') return [forChild(seen, childId)];
  if (isRecord(running)) {
    const count = Object.keys({ ...running, ...(isRecord(starting) ? starting : {}) }).length;
    const message = `The task waits for ${count} ${count === 1 ? 'execution' : 'executions'} that it has started`;
    return count === 0 ? [] : [{ kind: 'CHILD', taskId, message, facts: { running: count } }];
  }
  return forItsTurn(seen);
}

function forChild({ taskRun: { taskId }, mayName }: SeenFlowable, childId: string): Reason {
  const isNamed = mayName(childId);
  const message = `The task waits for the end of ${isNamed ? `execution '${childId}'` : 'the execution that it has started'}`;
  return { kind: 'CHILD', taskId, message, facts: { executionIds: isNamed ? [childId] : [] } };
}

/** Nothing is said of what will not begin any more, because something before it has failed. */
function forItsTurn({ taskRun, definition, children }: SeenFlowable): readonly Reason[] {
  if (children === undefined || definition === undefined || children.some(hasFailed)) return [];
  const open = children.filter(({ state }) => !isTerminal(state.current));
  if (open.length === 0) return [];
  const { items } = taskRun.memo ?? {};
  if (Array.isArray(items)) return forItems(taskRun, items.length, children, open);
  const begun = new Set(children.map(({ taskId }) => taskId));
  const { tasks = [], dependsOn } = definition.children ?? {};
  const left = tasks.filter(({ id, disabled }) => !disabled && !begun.has(id));
  const limit = Number(definition.properties['concurrent'] ?? 0);
  if (dependsOn !== undefined) {
    const ended = new Set(children.filter(({ state }) => isTerminal(state.current)).map(({ taskId }) => taskId));
    const known = new Set(tasks.filter(({ disabled }) => !disabled).map(({ id }) => id));
    const waitsFor = (id: string) => (dependsOn.get(id) ?? []).filter((other) => known.has(other) && !ended.has(other));
    return left.flatMap(({ id }) => {
      const others = waitsFor(id);
      return others.length > 0 ? [forTasks(id, others)] : limit > 0 ? [forRoom(id, limit)] : [];
    });
  }
  return isParallel(definition) && limit > 0 ? left.map(({ id }) => forRoom(id, limit)) : [];
}

function forItems(
  { taskId }: TaskRun,
  total: number,
  children: readonly TaskRun[],
  open: readonly TaskRun[],
): readonly Reason[] {
  const begun = new Set(children.map(({ iteration }) => iteration)).size;
  const left = total - begun;
  if (left <= 0) return [];
  const running = new Set(open.map(({ iteration }) => iteration)).size;
  const message = `${left} of ${total} items wait for the end of ${running === 1 ? 'the one' : `one of the ${running}`} that the limit lets run`;
  return [{ kind: 'TURN', taskId, message, facts: { total, left, running } }];
}

function forTasks(taskId: string, taskIds: readonly string[]): Reason {
  const message = `The task has not begun: it depends on ${taskIds.map((id) => `'${id}'`).join(', ')}`;
  return { kind: 'TURN', taskId, message, facts: { taskIds } };
}

function forRoom(taskId: string, limit: number): Reason {
  const message = `The task has not begun: ${limit} of its siblings may run at the same time`;
  return { kind: 'TURN', taskId, message, facts: { limit } };
}

function isParallel({ type }: TaskDefinition): boolean {
  return type.endsWith('.flow.Parallel');
}

function hasFailed({ state: { current } }: TaskRun): boolean {
  return isTerminal(current) && current !== 'SUCCESS' && current !== 'WARNING' && current !== 'SKIPPED';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
