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
  const properties = prepareProperties(`task type '${task.type}'`, task, definition.properties);
  return { task, propertiesSync: properties.sync, propertiesAsync: properties.async };
}

export interface PreparedProperties {
  sync(context: Context): Properties;
  async(context: Context): Promise<Properties>;
}

/** Properties as a plugin wants them; `what` names it in messages. */
export function prepareProperties(
  what: string,
  { properties: schema, verbatim: unrendered, typed = [] }: Pick<AnyTask, 'properties' | 'verbatim' | 'typed'>,
  given: Properties,
): PreparedProperties {
  const verbatim = new Set(unrendered);
  const tree = compileTree(Object.fromEntries(Object.entries(given).filter(([name]) => !verbatim.has(name))));
  const kept = Object.fromEntries(Object.entries(given).filter(([name]) => verbatim.has(name)));
  const check = checkOf(what, schema, kept);
  if (isConstant(tree)) return prepareConstant(tree, check);
  if (typed.some((name) => given[name] !== undefined)) return prepareTyped(tree, typed, check);
  return {
    sync: (context) => check(renderTreeSync(tree, context, 'text')),
    async: async (context) => check(await renderTreeAsync(tree, context, 'text')),
  };
}

/** With some properties whose values keep their kind. */
function prepareTyped(
  tree: TemplateTree,
  typed: readonly string[],
  check: (rendered: unknown) => Properties,
): PreparedProperties {
  const entries = tree.kind === 'map' ? tree.entries : [];
  const part = (isTyped: boolean): TemplateTree => ({
    kind: 'map',
    entries: entries.filter(({ key }) => (typeof key === 'string' && typed.includes(key)) === isTyped),
  });
  const [texts, values] = [part(false), part(true)];
  return {
    sync: (context) =>
      check({
        ...(renderTreeSync(texts, context, 'text') as Properties),
        ...(renderTreeSync(values, context, 'typed') as Properties),
      }),
    async: async (context) =>
      check({
        ...((await renderTreeAsync(texts, context, 'text')) as Properties),
        ...((await renderTreeAsync(values, context, 'typed')) as Properties),
      }),
  };
}

/** Nothing to render: checked at the first run and shared by all later ones, so frozen. */
function prepareConstant(tree: TemplateTree, check: (rendered: unknown) => Properties): PreparedProperties {
  let checked: Properties | undefined;
  const properties = (): Properties => (checked ??= deepFreeze(check(tree.kind === 'constant' ? tree.value : {})));
  return { sync: properties, async: async () => properties() };
}

function checkOf(what: string, schema: AnyTask['properties'], kept: Properties): (rendered: unknown) => Properties {
  return (rendered) => {
    const given = withoutNulls({ ...(rendered as Properties), ...kept });
    const result = schema.safeParse(convertProperties(schema, given));
    if (result.success) return result.data;
    const problems = result.error.issues.map((issue) => `'${issue.path.join('.')}': ${issue.message}`);
    throw new TaskError(`Invalid properties of ${what}: ${problems.join('; ')}`);
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
