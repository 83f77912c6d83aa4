/** A task as written, checked and folded into one form; its children are read along. */
import type { z } from 'zod';
import { parseDuration } from '@windhover/expressions';
import type { PluginDescription } from '../catalog.ts';
import type { LogLevel, TaskDefinition } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Path } from '../problem.ts';
import { checkShape, checkTemplates, propertyMeta, reportUnknown } from './check-shape.ts';
import { olderDefaults } from '../plugins/aliases.ts';
import { templateType } from '../plugins/template-task.ts';
import { checkFlowable } from './check-flowable.ts';
import { findPlugin } from './find-plugin.ts';
import { branchProperties, readChildren, readTaskList } from './read-children.ts';
import { readTemplate } from './read-template.ts';
import { checkPluginValues } from './read-plugin-values.ts';
import { readRetry } from './read-retry.ts';
import { checkWorkerGroup } from './check-worker-group.ts';
import { isData, isPresent, report } from './reading.ts';
import type { Data, Reading } from './reading.ts';
import { taskSchema } from './task-schema.ts';
import type { WorkerGroupChoice } from '../worker-group.ts';

/** The type is asked for where its plugin is found. */
const commonSchema = taskSchema.omit({ retry: true }).partial({ type: true });
const commonNames: ReadonlySet<string> = new Set(Object.keys(taskSchema.shape));

/** The tasks of a list that could be read; nothing is an empty list. */
export function readTasks(reading: Reading, value: unknown, path: Path): readonly TaskDefinition[] {
  return readTaskList(reading, value, path, readTask);
}

/** Undefined when it is too broken to be a task; what is wrong was reported then. */
export function readTask(reading: Reading, value: unknown, path: Path): TaskDefinition | undefined {
  if (!isData(value)) {
    report(reading, path, { code: 'INVALID_VALUE', message: 'must be a task: a map with `id` and `type`' });
    return undefined;
  }
  const plugin = findPlugin(reading, value, ['flowable', 'inline', 'runnable'], path);
  const written = splitProperties(value, plugin);
  const common = checkShape(reading, commonSchema, written.common, path);
  const retry = readRetry(reading, value['retry'], [...path, 'retry']);
  checkWorkerGroup(reading, common?.workerGroup as WorkerGroupChoice | undefined, path);
  if (typeof value['id'] === 'string') reading.tasks.push({ id: value['id'], path: [...path, 'id'] });
  if (plugin === undefined) return undefined;

  for (const key of written.unknown) reportUnknown(reading, [...path, key], key, knownNames(plugin));
  checkTemplates(reading, plugin.properties, written.own, path, new Set([...commonNames, ...branchProperties(plugin)]));
  checkPluginValues(reading, plugin.properties, written.own, path);
  const children = plugin.kind === 'flowable' ? readChildren(reading, plugin, value, path, readTask) : undefined;
  checkFlowable(reading, plugin, value, children, path);
  const template = plugin.type === templateType ? readTemplate(reading, value, readTask) : undefined;
  if (common === undefined) return undefined;
  if (plugin.kind === 'flowable') warnOfRunnables(reading, plugin, common, path);
  const runIf = common.runIf ?? common.when;
  return {
    id: common.id,
    type: plugin.type,
    ...(common.description !== undefined && { description: common.description }),
    disabled: common.disabled ?? false,
    allowFailure: common.allowFailure ?? false,
    allowWarning: common.allowWarning ?? false,
    ...(runIf !== undefined && { runIf }),
    ...(retry !== undefined && { retry }),
    ...(common.timeout !== undefined && { timeout: common.timeout }),
    ...(common.logLevel !== undefined && { logLevel: common.logLevel as LogLevel }),
    logToFile: common.logToFile ?? false,
    ...(common.taskCache !== undefined && { taskCache: toTaskCache(common.taskCache) }),
    ...(common.workerGroup !== undefined && { workerGroup: common.workerGroup as WorkerGroupChoice }),
    properties: withOlderDefaults(String(value['type']), presentSpelling(plugin.properties, written.own)),
    ...(children !== undefined && { children }),
    ...template,
  };
}

/** Flowables beside those that declare a timeout of their own. */
const timedFlowables: ReadonlySet<string> = new Set([
  'io.kestra.plugin.core.flow.Subflow',
  'io.kestra.plugin.core.flow.WorkingDirectory',
]);

/** What counts for nothing on a task that only orders others. */
function warnOfRunnables(
  reading: Reading,
  { type, properties }: PluginDescription,
  { id, timeout, taskCache }: z.output<typeof commonSchema>,
  path: Path,
): void {
  const warn = (name: string, remedy: string): void =>
    report(reading, [...path, name], {
      severity: 'warning',
      code: 'RULE',
      message: `The task '${id}' cannot use the '${name}' property as it's only relevant for runnable tasks.`,
      remedy,
      part: 'key',
    });
  if (taskCache?.enabled === true)
    warn('taskCache', "Move 'taskCache' to the tasks inside, or use 'cache' of a WorkingDirectory.");
  if (timeout !== undefined && !timedFlowables.has(type) && !Object.hasOwn(properties.shape, 'timeout'))
    warn('timeout', "Move 'timeout' to the tasks inside, or use an SLA of the flow.");
}

interface Written {
  readonly common: Data;
  readonly own: Data;
  readonly unknown: readonly string[];
}

/** A type that takes any property has a catch-all. A property may be both common and the type's own (the timeout of a Pause). Those of an unknown type are not judged. */
function splitProperties(value: Data, plugin: PluginDescription | undefined): Written {
  const branches = plugin === undefined ? new Set<string>() : branchProperties(plugin);
  const isOpen = plugin?.properties._zod.def.catchall !== undefined;
  const common: Record<string, unknown> = Object.create(null);
  const own: Record<string, unknown> = Object.create(null);
  const unknown: string[] = [];
  for (const [key, item] of Object.entries(value)) {
    const isCommon = commonNames.has(key);
    const isOwn = plugin !== undefined && (Object.hasOwn(plugin.properties.shape, key) || (isOpen && !isCommon));
    if (isCommon && key !== 'retry') common[key] = item;
    if (isOwn && !branches.has(key)) own[key] = item;
    if (!isCommon && !isOwn && !branches.has(key) && plugin !== undefined) unknown.push(key);
  }
  return { common, own, unknown };
}

function knownNames(plugin: PluginDescription): readonly string[] {
  return [...commonNames, ...Object.keys(plugin.properties.shape)];
}

/** Properties under their present names; an older spelling counts only where the present one is absent. */
export function presentSpelling(schema: z.ZodObject, own: Data): JsonObject {
  const properties: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(own)) {
    const property = schema.shape[key];
    const successor = property === undefined ? undefined : propertyMeta(property)['replacedBy'];
    const name = typeof successor === 'string' && Object.hasOwn(schema.shape, successor) ? successor : key;
    if (isPresent(item) && (name === key || !isPresent(own[name]))) properties[name] = item;
  }
  return properties as JsonObject;
}

/** Maps are completed key by key. */
function withOlderDefaults(writtenType: string, properties: JsonObject): JsonObject {
  const defaults = olderDefaults.get(writtenType);
  if (defaults === undefined) return properties;
  const completed: Record<string, Json> = { ...defaults, ...properties };
  for (const [name, byDefault] of Object.entries(defaults)) {
    const own = properties[name];
    if (isData(own) && isData(byDefault)) completed[name] = { ...(byDefault as JsonObject), ...(own as JsonObject) };
  }
  return completed;
}

function toTaskCache(written: { enabled: boolean; ttl?: string | undefined }): { enabled: boolean; ttlMs?: number } {
  return { enabled: written.enabled, ...(written.ttl !== undefined && { ttlMs: parseDuration(written.ttl) }) };
}
