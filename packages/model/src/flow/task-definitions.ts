import type { Flow, TaskChildren, TaskDefinition } from '../flow.ts';

/** Every task of the flow, parents before their children, in the order of the source. */
export function* taskDefinitions({ tasks, errors, finally: last, afterExecution }: Flow): Iterable<TaskDefinition> {
  for (const list of [tasks, errors, last, afterExecution]) yield* withChildren(list);
}

export function findTaskDefinition(flow: Flow, taskId: string): TaskDefinition | undefined {
  for (const task of taskDefinitions(flow)) if (task.id === taskId) return task;
  return undefined;
}

/** The lists that a flowable orders, in the order of the source. */
export function childLists(children: TaskChildren): readonly (readonly TaskDefinition[])[] {
  const { then: onTrue, else: onFalse, cases, defaults, errors, finally: last } = children;
  const lists = [children.tasks, onTrue, onFalse, ...(cases?.values() ?? []), defaults, errors, last];
  return lists.filter((list) => list !== undefined);
}

export function* withChildren(tasks: readonly TaskDefinition[]): Iterable<TaskDefinition> {
  for (const task of tasks) {
    yield task;
    if (task.children !== undefined) for (const list of childLists(task.children)) yield* withChildren(list);
  }
}
