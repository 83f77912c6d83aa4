/** What a Loop runs for each of its values, as a flow of its own. */
import {
  childLists,
  findTaskDefinition,
  taskDefinitions,
  withChildren,
  type Flow,
  type InputType,
  type Json,
  type JsonObject,
  type Output,
  type Retry,
  type TaskDefinition,
} from '@windhover/model';
import { forEachItemType, loopType } from './flowables/flowables.ts';
import { hiddenTasks } from './flowables/for-each-item.ts';

/**
 * The Loop's tasks with the flow's inputs and variables and the Loop's outputs; nothing that concerns the execution as a
 * whole (handlers, limits, triggers). Undefined: the flow has no such Loop.
 */
export function iterationFlow(flow: Flow, taskId: string): Flow | undefined {
  const loop = findTaskDefinition(flow, taskId);
  if (loop?.type !== loopType || loop.children === undefined) return undefined;
  const { concurrency: _limit, quotas: _quotas, retry: flowRetry, ...rest } = flow;
  const retry = retryFor(flow, taskId, flowRetry);
  const inner = new Set([...withChildren([loop])].map(({ id }) => id));
  return {
    ...rest,
    ...(retry === undefined ? undefined : { retry }),
    tasks: loop.children.tasks,
    errors: [],
    finally: [],
    afterExecution: [],
    triggers: [],
    sla: [],
    checks: [],
    outputs: outputsOf(loop),
    outerTaskIds: [...taskDefinitions(flow)].filter(({ id }) => !inner.has(id)).flatMap(idsOf),
  };
}

/** Under which a task has outputs. */
function idsOf(task: TaskDefinition): readonly string[] {
  return task.type === forEachItemType ? [task.id, ...hiddenTasks(task).map(({ id }) => id)] : [task.id];
}

/** The policy that the Loop's tasks inherit: its own, else that of the nearest flowable around it, else the flow's. */
function retryFor(
  { tasks, errors, finally: last, afterExecution }: Flow,
  taskId: string,
  ofFlow: Retry | undefined,
): Retry | undefined {
  let list = [...tasks, ...errors, ...last, ...afterExecution];
  let inherited = ofFlow;
  for (;;) {
    const on = list.find((task) => [...withChildren([task])].some(({ id }) => id === taskId));
    if (on === undefined) return inherited;
    inherited = on.retry ?? inherited;
    if (on.id === taskId || on.children === undefined) return inherited;
    list = childLists(on.children).flat();
  }
}

/** As declared; the flow was checked when it was saved. */
function outputsOf({ properties }: TaskDefinition): readonly Output[] {
  const declared = properties['outputs'];
  return Array.isArray(declared) ? declared.map((output) => toOutput(output as JsonObject)) : [];
}

function toOutput({ id, type, value, required, ...options }: JsonObject): Output {
  return {
    id: id as string,
    type: type as InputType,
    value: (value ?? null) as Json,
    required: required !== false,
    options,
  };
}
