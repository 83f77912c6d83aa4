/** A task of a flow, ready to run as often as its executions need it: code found, properties compiled, schema read. */
import {
  compileTree,
  type Context,
  isConstant,
  renderTreeAsync,
  renderTreeSync,
  type TemplateTree,
} from '@windhover/expressions';
import type { TaskDefinition } from '@windhover/model';
import { convertProperties, TaskError, type AnyTask } from '@windhover/plugin-sdk';
import type { TaskRegistry } from './deps.ts';

export type Properties = Readonly<Record<string, unknown>>;

export interface PreparedTask {
  readonly task: AnyTask;
  /** Rendered, turned into the kinds that the schema wants, and checked. Throws `TaskError` or the expression's error. */
  propertiesSync(context: Context): Properties;
  propertiesAsync(context: Context): Promise<Properties>;
}

/** What of a task says how its code is run. */
export interface Runnable {
  readonly definition: Pick<TaskDefinition, 'type' | 'properties'>;
}

/** Makes each task of each flow revision ready once. A task that cannot be made ready throws the same error each time. */
export type PrepareTask = (task: Runnable) => PreparedTask;

export function createPrepareTask(registry: TaskRegistry): PrepareTask {
  const prepared = new WeakMap<Runnable, PreparedTask>();
  return (task) => {
    let ready = prepared.get(task);
    if (ready === undefined) prepared.set(task, (ready = prepare(task, registry)));
    return ready;
  };
}

function prepare({ definition }: Runnable, registry: TaskRegistry): PreparedTask {
  const task = registry.find(definition.type);
  if (task === undefined) throw new TaskError(`Task type '${definition.type}' does not exist on this server`);
  const verbatim = new Set(task.verbatim);
  const tree = compileTree(
    Object.fromEntries(Object.entries(definition.properties).filter(([name]) => !verbatim.has(name))),
  );
  const kept = Object.fromEntries(Object.entries(definition.properties).filter(([name]) => verbatim.has(name)));
  const check = checkOf(task, kept);
  if (isConstant(tree)) return prepareConstant(task, tree, check);
  return {
    task,
    propertiesSync: (context) => check(renderTreeSync(tree, context, 'text')),
    propertiesAsync: async (context) => check(await renderTreeAsync(tree, context, 'text')),
  };
}

/** Nothing to render: checked at the first run and shared by all later ones, so frozen. */
function prepareConstant(task: AnyTask, tree: TemplateTree, check: (rendered: unknown) => Properties): PreparedTask {
  let checked: Properties | undefined;
  const properties = (): Properties => (checked ??= deepFreeze(check(tree.kind === 'constant' ? tree.value : {})));
  return { task, propertiesSync: properties, propertiesAsync: async () => properties() };
}

function checkOf(task: AnyTask, kept: Properties): (rendered: unknown) => Properties {
  return (rendered) => {
    const given = withoutNulls({ ...(rendered as Properties), ...kept });
    const result = task.properties.safeParse(convertProperties(task.properties, given));
    if (result.success) return result.data;
    const problems = result.error.issues.map((issue) => `'${issue.path.join('.')}': ${issue.message}`);
    throw new TaskError(`Invalid properties of task type '${task.type}': ${problems.join('; ')}`);
  };
}

/** A property without value is as good as none. */
function withoutNulls(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null && value !== undefined));
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}
