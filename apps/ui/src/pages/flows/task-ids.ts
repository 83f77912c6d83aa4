import type { WireFlow } from '../../api/wire.ts';

const branches = ['tasks', 'then', 'else', 'defaults', 'errors', 'finally', 'afterExecution'] as const;

/** Ids of all tasks of a flow, those in branches and handlers included, in the order of the source. */
export function taskIdsOf(flow: WireFlow | undefined): readonly string[] {
  return flow === undefined ? [] : [...new Set(idsBelow(flow as unknown as Branching))];
}

type Branching = Readonly<Record<string, unknown>>;

function idsBelow(parent: Branching): readonly string[] {
  const cases = isObject(parent['cases']) ? Object.values(parent['cases']) : [];
  return [...branches.map((name) => parent[name]), ...cases].flatMap((list) =>
    Array.isArray(list) ? list.filter(isObject).flatMap((task) => [...idOf(task), ...idsBelow(task)]) : [],
  );
}

/** What a Dag lists holds the task beside what it depends on. */
function idOf(task: Branching): readonly string[] {
  if (isObject(task['task'])) return [...idOf(task['task']), ...idsBelow(task['task'])];
  return typeof task['id'] === 'string' ? [task['id']] : [];
}

function isObject(value: unknown): value is Branching {
  return typeof value === 'object' && value !== null;
}
