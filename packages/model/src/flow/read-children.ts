/** The branches of a flowable. */
import type { PluginDescription } from '../catalog.ts';
import { textOf } from '../text-of.ts';
import type { TaskChildren, TaskDefinition } from '../flow.ts';
import type { Path } from '../problem.ts';
import { isData, isPresent, listAt, report } from './reading.ts';
import type { Data, Reading } from './reading.ts';

/** Reads one task; handed in, since tasks hold children and children are tasks. */
export type ReadTask = (reading: Reading, value: unknown, path: Path) => TaskDefinition | undefined;

const handlers = ['errors', 'finally'] as const;

/** Names of the properties that hold tasks; none for a flowable without children of its own, such as Subflow. */
export function branchProperties({ kind, branches = [], properties }: PluginDescription): ReadonlySet<string> {
  if (kind !== 'flowable') return new Set();
  return new Set([
    ...branches.map(({ property }) => property),
    ...handlers.filter((handler) => Object.hasOwn(properties.shape, handler)),
  ]);
}

export function readTaskList(
  reading: Reading,
  value: unknown,
  path: Path,
  readTask: ReadTask,
): readonly TaskDefinition[] {
  const tasks = listAt(reading, value, path, ' of tasks');
  return tasks.flatMap((item, index) => readTask(reading, item, [...path, index]) ?? []);
}

export function readChildren(
  reading: Reading,
  plugin: PluginDescription,
  data: Data,
  path: Path,
  readTask: ReadTask,
): TaskChildren | undefined {
  const { branches = [] } = plugin;
  if (branchProperties(plugin).size === 0) return undefined;
  const at = (property: string): Path => [...path, property];
  const children: { -readonly [Name in keyof TaskChildren]: TaskChildren[Name] } = {
    tasks: [],
    errors: readTaskList(reading, data['errors'], at('errors'), readTask),
    finally: readTaskList(reading, data['finally'], at('finally'), readTask),
  };
  for (const { property, into, required, single } of branches) {
    const value = data[property];
    if (into === 'cases') children.cases = readCases(reading, value, at(property), readTask);
    else if (into === 'dag') {
      const items = readDag(reading, value, at(property), readTask);
      children.tasks = items.map((item) => item.task);
      children.dependsOn = new Map(items.map((item) => [item.task.id, item.dependsOn]));
    } else if (single === true) {
      const task = isPresent(value) ? readTask(reading, value, at(property)) : undefined;
      children[into] = task === undefined ? [] : [task];
    } else children[into] = [...(children[into] ?? []), ...readTaskList(reading, value, at(property), readTask)];
    const empty = !isPresent(value) || (Array.isArray(value) && value.length === 0);
    if (required === true && empty) {
      const message = into === 'dag' ? 'No task defined' : `'${property}' cannot be empty`;
      report(reading, at(property), { code: 'MISSING', message: `${textOf(data['id'])}: ${message}` });
    }
  }
  return children;
}

function readCases(
  reading: Reading,
  value: unknown,
  path: Path,
  readTask: ReadTask,
): ReadonlyMap<string, readonly TaskDefinition[]> {
  if (!isPresent(value)) return new Map();
  if (!isData(value)) {
    report(reading, path, { code: 'INVALID_VALUE', message: 'must be a map from value to tasks' });
    return new Map();
  }
  return new Map(
    Object.entries(value).map(([key, tasks]) => [key, readTaskList(reading, tasks, [...path, key], readTask)]),
  );
}

interface DagItem {
  readonly task: TaskDefinition;
  readonly dependsOn: readonly string[];
}

function readDag(reading: Reading, value: unknown, path: Path, readTask: ReadTask): readonly DagItem[] {
  return listAt(reading, value, path, ' of items with a `task`').flatMap((item, index): readonly DagItem[] => {
    const at = [...path, index];
    if (!isData(item) || !isPresent(item['task'])) {
      report(reading, at, { code: 'MISSING', message: 'must be a map with a `task` and, if need be, `dependsOn`' });
      return [];
    }
    const dependsOn = Array.isArray(item['dependsOn']) ? item['dependsOn'].map(String) : [];
    const task = readTask(reading, item['task'], [...at, 'task']);
    return task === undefined ? [] : [{ task, dependsOn }];
  });
}
