import { toLabels, type Json, type JsonObject } from '@windhover/model';

/** What is shown of a flow's revision; its document holds the rest. */
export interface ShownFlow {
  readonly id: string;
  readonly namespace: string;
  readonly revision: number;
  readonly disabled: boolean;
  readonly draft: boolean;
  readonly document: JsonObject;
}

type Shown = { readonly id: string; readonly namespace: string; readonly revision: number } & JsonObject;

/**
 * A flow as those see it who may execute it, and perhaps not read it: what it takes and gives, and which tasks stand in
 * which, but nothing of what tasks and triggers say.
 */
export function toFlowForExecution({ id, namespace, revision, disabled, draft, document }: ShownFlow): Shown {
  const { description, inputs, outputs, labels } = document;
  const tasks = (key: string): readonly JsonObject[] => tasksIn(document[key]).map(toTask);
  return {
    id,
    namespace,
    revision,
    ...given({ description, inputs, outputs }),
    ...(labels != null && { labels: toLabels(labels).map(({ key, value }) => ({ key, value })) }),
    disabled,
    draft,
    deleted: false,
    tasks: tasks('tasks'),
    errors: tasks('errors'),
    finally: tasks('finally'),
    afterExecution: tasks('afterExecution'),
    triggers: tasksIn(document['triggers']).map(toPart),
  };
}

const childLists = ['tasks', 'then', 'else', 'cases', 'defaults', 'errors', 'finally'] as const;

function toTask(task: JsonObject): JsonObject {
  const children = childLists.flatMap((key) => tasksIn(task[key])).map(toTask);
  const { namespace, flowId, revision, onResume } = task;
  return {
    ...toPart(task),
    ...(children.length > 0 && { tasks: children }),
    ...given({ inputs: onResume }),
    ...(flowId != null && { subflowId: given({ namespace, flowId, revision }) }),
  };
}

function toPart({ id, type, version }: JsonObject): JsonObject {
  return given({ id, type, version });
}

/** Those of a list, of the cases of a Switch, and of a Dag, whose items hold a task each. */
function tasksIn(value: Json | undefined): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => tasksOfItem(item));
  return isMap(value) ? Object.values(value).flatMap(tasksIn) : [];
}

function tasksOfItem(item: Json): readonly JsonObject[] {
  if (!isMap(item)) return [];
  return isMap(item['task']) ? [item['task']] : [item];
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function given(values: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null),
  );
}
