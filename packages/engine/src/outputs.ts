/**
 * The variables `outputs` and `tasks` of an execution: plain maps that grow with each ended task run, so that nothing is
 * built when a template names them. Outputs are kept up to a number of bytes; what lies beyond is a property that throws
 * NotLoaded, for the runtime to load.
 */
import { stateNames, type JsonObject, type StateName, type TaskRun } from '@windhover/model';
import { NotLoaded } from './types.ts';

/** Without prototype: a value of a ForEach may be named as anything. */
type VariableMap = Record<string, unknown>;

export interface OutputIndex {
  /** `outputs`: task id to outputs, or through values to outputs; made with the first, as most executions are short. */
  root: VariableMap | undefined;
  /** `tasks`: task id to {state}, or to value to {state}. */
  states: VariableMap | undefined;
  readonly limitBytes: number;
  keptBytes: number;
  /** Properties that stand for what is not in memory, one a task. */
  missing: Map<string, PropertyDescriptor> | undefined;
}

export function newOutputIndex(limitBytes: number): OutputIndex {
  return { root: undefined, states: undefined, limitBytes, keptBytes: 0, missing: undefined };
}

/** As at the beginning: nothing is known but that tasks around a Loop have outputs, in the execution that its iteration belongs to. */
export function clearOutputs(index: OutputIndex, outerTaskIds: readonly string[] = []): void {
  index.root = undefined;
  index.states = undefined;
  index.missing = undefined;
  index.keptBytes = 0;
  for (const taskId of outerTaskIds) putMissing(index, taskId, []);
}

function newMap(): VariableMap {
  return Object.create(null) as VariableMap;
}

/** Values of the ancestors that have one, outermost first, then the own one. */
export type ValuePath = readonly string[];

/** Makes outputs visible; later ones under the same path replace earlier ones. */
export function putOutputs(index: OutputIndex, taskId: string, path: ValuePath, outputs: JsonObject): void {
  index.keptBytes -= sizeOfReplaced(index, taskId, path);
  const left = index.limitBytes - index.keptBytes;
  const sizeBytes = roughSize(outputs, left);
  if (sizeBytes > left) return putMissing(index, taskId, path);
  index.keptBytes += sizeBytes;
  if (index.missing === undefined) put((index.root ??= newMap()), taskId, path, outputs);
  else putLoaded(index, taskId, path, outputs);
}

/** Counters of a loop replace each other many times: only the last ones are in memory. */
function sizeOfReplaced({ root, missing }: OutputIndex, taskId: string, path: ValuePath): number {
  if (root === undefined || missing?.has(taskId) === true || !Object.hasOwn(root, taskId)) return 0;
  let holder: unknown = root;
  for (const key of path.length === 0 ? [] : [taskId, ...path.slice(0, -1)]) {
    holder = (holder as VariableMap)[key];
    if (typeof holder !== 'object' || holder === null) return 0;
  }
  const key = path.length === 0 ? taskId : path[path.length - 1]!;
  return Object.hasOwn(holder as VariableMap, key) ? roughSize((holder as VariableMap)[key], Infinity) : 0;
}

/** Notes that outputs exist but are not in memory. */
export function putMissing(index: OutputIndex, taskId: string, path: ValuePath): void {
  const missing = (index.missing ??= new Map<string, PropertyDescriptor>());
  let descriptor = missing.get(taskId);
  if (descriptor === undefined) missing.set(taskId, (descriptor = missingOutputs(taskId)));
  const holder = holderOf((index.root ??= newMap()), taskId, path);
  Object.defineProperty(holder, path.length === 0 ? taskId : path[path.length - 1]!, descriptor);
}

function missingOutputs(taskId: string): PropertyDescriptor {
  return {
    get() {
      throw new NotLoaded(taskId);
    },
    enumerable: true,
    configurable: true,
  };
}

/** Outputs loaded on demand, whatever their size; answers how to forget them again. */
export function putLoaded(index: OutputIndex, taskId: string, path: ValuePath, outputs: JsonObject): () => void {
  const holder = holderOf((index.root ??= newMap()), taskId, path);
  const key = path.length === 0 ? taskId : path[path.length - 1]!;
  Object.defineProperty(holder, key, { value: outputs, enumerable: true, configurable: true, writable: true });
  return () => putMissing(index, taskId, path);
}

export function putTaskState(index: OutputIndex, taskId: string, path: ValuePath, state: StateName): void {
  put((index.states ??= newMap()), taskId, path, stateVariables[state]);
}

/** The path of a stored task run, given how to find the row of an ordinal. */
export function pathOfRow(row: TaskRun, rowOf: (ord: number) => TaskRun | undefined): ValuePath {
  const path: string[] = [];
  for (let at: TaskRun | undefined = row; at !== undefined; at = at.parentOrd < 0 ? undefined : rowOf(at.parentOrd)) {
    if (at.value !== undefined) path.unshift(at.value);
  }
  return path;
}

/** One shared object a state: a hundred thousand ended children refer to the same few. */
const stateVariables = Object.fromEntries(stateNames.map((state) => [state, Object.freeze({ state })]));

function put(root: VariableMap, taskId: string, path: ValuePath, value: unknown): void {
  if (path.length === 0) root[taskId] = value;
  else holderOf(root, taskId, path)[path[path.length - 1]!] = value;
}

/** The map that the last key of the path stands in. A task always has the same number of values above it. */
function holderOf(root: VariableMap, taskId: string, path: ValuePath): VariableMap {
  if (path.length === 0) return root;
  let holder = (root[taskId] ??= newMap()) as VariableMap;
  for (let index = 0; index < path.length - 1; index += 1) {
    holder = (holder[path[index]!] ??= newMap()) as VariableMap;
  }
  return holder;
}

/** About the bytes of plain data; stops counting once above `limit`. What is nested too deeply to walk is too large. */
function roughSize(value: unknown, limit: number, depth = 0): number {
  if (typeof value === 'string') return value.length + 8;
  if (typeof value !== 'object' || value === null) return 8;
  if (depth > deepest) return limit + 1;
  let size = 16;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && size <= limit; index += 1)
      size += roughSize(value[index], limit - size, depth + 1);
    return size;
  }
  for (const key in value) {
    if (size > limit) break;
    size += key.length + roughSize((value as VariableMap)[key], limit - size, depth + 1);
  }
  return size;
}

const deepest = 500;
