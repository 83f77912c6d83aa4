import type { PureFunction } from '../call-environment.ts';
import { javaText } from '../values/java-text.ts';
import { memberOf } from '../values/member.ts';
import { entriesOf, getKey, isMap, mapOf } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';
import { isGiven, required } from './argument.ts';

export const fetchContext: PureFunction = (_, environment) => environment.variables();

/** Walks the outer iterations from the outermost in, then the own one. */
export const currentEachOutput: PureFunction = ([outputs], environment) => {
  required(outputs, 'currentEachOutput', 'outputs');
  if (!isMap(outputs)) {
    throw new ValueError("The 'currentEachOutput' function expects an argument 'outputs' with type map.");
  }
  const parents = environment.variable('parents');
  const outer = Array.isArray(parents) ? parents.toReversed() : [];
  const values = outer.map((parent: unknown) => memberOf(memberOf(parent, 'taskrun'), 'value')).filter(isGiven);
  const own = memberOf(environment.variable('taskrun'), 'value');
  let current: unknown = outputs;
  for (const value of isGiven(own) ? [...values, own] : values) {
    if (!isMap(current)) return null;
    current = getKey(current, javaText(value)) ?? null;
  }
  return current;
};

/** One output of each iteration, null where it is missing. */
export const loopOutputs: PureFunction = ([outputs, name]) => {
  if (!isGiven(outputs)) throw new ValueError("The 'loopOutputs' function expects a non-null argument 'outputs'.");
  if (!isGiven(name)) throw new ValueError("The 'loopOutputs' function expects a non-null argument 'name'.");
  if (!Array.isArray(outputs)) throw new ValueError("The 'loopOutputs' function expects 'outputs' to be a list.");
  return outputs.map((item: unknown) => memberOf(memberOf(item, 'outputs'), javaText(name)) ?? null);
};

/** `{taskId, state}` of the tasks in a state, with `value` where the task ran once for each of several values. */
export const tasksWithState: PureFunction = ([state], environment) => {
  const wanted = javaText(required(state, 'tasksWithState', 'state')).toUpperCase();
  const tasks = environment.variable('tasks');
  if (!isMap(tasks)) return [];
  const found: unknown[] = [];
  for (const [taskId, task] of entriesOf(tasks)) collectTasks(found, wanted, taskId, task, undefined);
  return found;
};

function collectTasks(found: unknown[], wanted: string, taskId: unknown, task: unknown, value: unknown): void {
  if (!isMap(task)) return;
  const state = getKey(task, 'state');
  if (typeof state === 'string') {
    if (state.toUpperCase() !== wanted) return;
    const entry: [unknown, unknown][] = [['taskId', taskId]];
    if (value !== undefined) entry.push(['value', value]);
    found.push(mapOf([...entry, ['state', state]]));
    return;
  }
  for (const [key, inner] of entriesOf(task)) collectTasks(found, wanted, taskId, inner, key);
}

export const env: PureFunction = ([name, fallback], environment) => {
  const key = javaText(required(name, 'env', 'name'));
  const value = memberOf(environment.variable('envs'), key);
  return isGiven(value) && value !== '' ? value : (fallback ?? null);
};

/** Address of a file of the flow's namespace; used where the context brings no function of its own. */
export const fileURI: PureFunction = ([path], environment) => {
  const text = javaText(required(path, 'fileURI', 'path'));
  if (text.split('/').includes('..')) throw new ValueError("Path must not contain '../'");
  const namespace = memberOf(environment.variable('flow'), 'namespace');
  if (typeof namespace !== 'string') throw new ValueError("The 'fileURI' function needs the namespace of a flow");
  return `kestra:///${namespace.replaceAll('.', '/')}/_files/${text.replace(/^\/+/, '')}`;
};
