/** What a template gives to the task that takes it in. */
import type { TaskDefinition } from '../flow.ts';
import type { JsonObject } from '../json.ts';
import { errorsText } from '../problem.ts';
import { applyPluginDefaults } from './apply-plugin-defaults.ts';
import { readTaskList } from './read-children.ts';
import type { ReadTask } from './read-children.ts';
import type { Data, Reading } from './reading.ts';

/** Templates within templates; the first one counts. */
const maxDepth = 10;

/**
 * The children that stand in the template, or why there are none: the task then fails with that, and the flow as a whole can
 * be read all the same. Neither when no templates are at hand.
 */
export function readTemplate(
  reading: Reading,
  { namespace, templateId }: Data,
  readTask: ReadTask,
): Pick<TaskDefinition, 'children' | 'failure'> {
  const { templates } = reading;
  if (templates === undefined || typeof namespace !== 'string' || typeof templateId !== 'string') return {};
  const name = `${namespace}.${templateId}`;
  const within = [...templates.within, name];
  if (templates.within.includes(name)) return { failure: `Template '${name}' takes itself in: ${within.join(' → ')}` };
  if (within.length > maxDepth) {
    return { failure: `Templates are taken into each other more than ${maxDepth} deep: ${within.join(' → ')}` };
  }
  const document = templates.find({ namespace, id: templateId });
  if (document === undefined) return { failure: `Can't find flow template '${name}'` };
  const inner: Reading = { ...reading, problems: [], tasks: [], templates: { ...templates, within } };
  const { tasks, errors } = applyPluginDefaults(parts(document), templates.pluginDefaults, reading.catalog);
  const children = {
    tasks: readTaskList(inner, tasks, ['tasks'], readTask),
    errors: readTaskList(inner, errors, ['errors'], readTask),
    finally: [],
  };
  const problems = errorsText(inner.problems.filter(({ code }) => code !== 'UNKNOWN_PROPERTY'));
  if (problems !== undefined) return { failure: `Template '${name}' cannot be run: ${problems}` };
  const repeated = inner.tasks.map(({ id }) => id).filter((id) => templates.takenIds.has(id));
  if (repeated.length > 0) {
    return { failure: `Template '${name}' brings task ids that the flow has already: ${repeated.join(', ')}` };
  }
  for (const { id } of inner.tasks) templates.takenIds.add(id);
  return { children };
}

function parts({ tasks = null, errors = null }: JsonObject): JsonObject {
  return { tasks, errors };
}
