import type { Flow, TaskDefinition } from '@windhover/model';

/** Every task of the flow, parents before their children, in the order of the source. */
export function* taskDefinitions({ tasks, errors, finally: last, afterExecution }: Flow): Iterable<TaskDefinition> {
  for (const list of [tasks, errors, last, afterExecution]) yield* withChildren(list);
}

export function findTaskDefinition(flow: Flow, taskId: string): TaskDefinition | undefined {
  for (const task of taskDefinitions(flow)) if (task.id === taskId) return task;
  return undefined;
}

function* withChildren(tasks: readonly TaskDefinition[]): Iterable<TaskDefinition> {
  for (const task of tasks) {
    yield task;
    const { children } = task;
    if (children === undefined) continue;
    const { then: onTrue, else: onFalse, cases, defaults, errors, finally: last } = children;
    for (const list of [children.tasks, onTrue, onFalse, ...(cases?.values() ?? []), defaults, errors, last]) {
      if (list !== undefined) yield* withChildren(list);
    }
  }
}
