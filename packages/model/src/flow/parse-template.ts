/** From the text of a template to its document, with everything that is wrong or noteworthy in it. */
import type { PluginCatalog } from '../catalog.ts';
import type { JsonObject } from '../json.ts';
import { hasErrors } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { readSource } from '../source/read-source.ts';
import { checkExpressions } from './check-expressions.ts';
import { checkTaskIds } from './check-flow.ts';
import { checkShape } from './check-shape.ts';
import { flowSchema } from './flow-schema.ts';
import { bySource } from './parse-flow.ts';
import { readTasks } from './read-task.ts';
import { isData, report } from './reading.ts';
import type { Reading } from './reading.ts';

export interface ParsedTemplate {
  /** Only when no problem is an error. */
  readonly template?: { readonly namespace: string; readonly id: string; readonly document: JsonObject };
  /** The source as plain data, whenever it is a map. */
  readonly document?: JsonObject;
  /** All of them, in the order of the source. */
  readonly problems: readonly Problem[];
}

const shape = flowSchema.pick({
  id: true,
  namespace: true,
  description: true,
  tasks: true,
  errors: true,
  deleted: true,
});
/** Readers of their own look into the tasks. */
const topSchema = shape.omit({ tasks: true, errors: true });

/**
 * Parses one YAML (or JSON) document. Names in expressions are not judged: what there is, the flow that takes the template in
 * decides. Never throws for what the text says.
 */
export function parseTemplate(source: string, catalog: PluginCatalog): ParsedTemplate {
  const { data, problems: syntax, locate } = readSource(source);
  if (data === undefined) return { problems: syntax };
  if (!isData(data)) {
    const message = data === null ? 'The source is empty' : 'A template is a map: `id`, `namespace`, `tasks`, `errors`';
    return { problems: [{ severity: 'error', code: 'SYNTAX', message, path: '', ...locate([]) }] };
  }
  const document = data as JsonObject;
  const reading: Reading = { catalog, locate, problems: [], tasks: [] };
  const { tasks, errors, ...others } = document;
  const top = checkShape(reading, topSchema, others, [], Object.keys(shape.shape));
  readTasks(reading, tasks, ['tasks']);
  readTasks(reading, errors, ['errors']);
  if (!Array.isArray(tasks) || tasks.length === 0) {
    report(reading, ['tasks'], { code: 'MISSING', message: 'must not be empty' });
  }
  checkTaskIds(reading);
  checkExpressions(reading, document, {});
  const problems = reading.problems.sort(bySource);
  const isValid = top !== undefined && !hasErrors(problems);
  return { ...(isValid && { template: { namespace: top.namespace, id: top.id, document } }), document, problems };
}
