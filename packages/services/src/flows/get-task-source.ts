import { NotFound, type Json, type JsonObject } from '@windhover/model';
import type { FlowRevision } from '@windhover/ports';

/** The task as written, wherever it is nested. Throws `NotFound`. */
export function getTaskSource(
  flow: FlowRevision,
  taskId: string,
): JsonObject & { readonly id: string; readonly type: string } {
  const found = findTask(flow.document, taskId);
  if (found === undefined) throw new NotFound({ thing: `task '${taskId}' of flow '${flow.namespace}.${flow.id}'` });
  return found as JsonObject & { readonly id: string; readonly type: string };
}

const taskLists: ReadonlySet<string> = new Set([
  'tasks',
  'then',
  'else',
  'cases',
  'defaults',
  'task',
  'errors',
  'finally',
  'afterExecution',
  'listeners',
]);

function findTask(value: Json, taskId: string): JsonObject | undefined {
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) {
      const found = findTask(item, taskId);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const map = value as JsonObject;
  if (map['id'] === taskId && typeof map['type'] === 'string') return map;
  for (const [key, item] of Object.entries(map)) {
    // Below `cases` the keys are values, not names of lists
    const found = taskLists.has(key) || Array.isArray(item) ? findTask(item, taskId) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
