/**
 * The variables `outputs` and `tasks` of an execution: plain maps that grow with each ended task run, so that nothing is
 * built when a template names them. Outputs are kept up to a number of bytes; what lies beyond is a property that throws
 * NotLoaded, for the runtime to load.
 */
import { stateNames, type JsonObject, type StateName, type TaskRun } from '@windhover/model';
import { NotLoaded } from './types.ts';

type VariableMap = Record<string, unknown>;

export interface OutputIndex {
  /** `outputs`: task id to outputs, or through values to outputs. */
  readonly root: VariableMap;
  /** `tasks`: task id to {state}, or to value to {state}. */
  readonly states: VariableMap;
  readonly limitBytes: number;
  keptBytes: number;
}

export function newOutputIndex(limitBytes: number): OutputIndex {
  return {
    root: Object.create(null) as VariableMap,
    states: Object.create(null) as VariableMap,
    limitBytes,
    keptBytes: 0,
  };
}

/** Values of the ancestors that have one, outermost first, then the own one. */
export type ValuePath = readonly string[];

/** Makes outputs visible; later ones under the same path replace earlier ones. */
export function putOutputs(index: OutputIndex, taskId: string, path: ValuePath, outputs: JsonObject): void {
  const sizeBytes = roughSize(outputs, index.limitBytes - index.keptBytes);
  if (sizeBytes === undefined) return putMissing(index, taskId, path);
  index.keptBytes += sizeBytes;
  const { holder, key } = place(index.root, taskId, path);
  define(holder, key, { value: outputs, enumerable: true, configurable: true, writable: true });
}

/** Notes that outputs exist but are not in memory. */
export function putMissing(index: OutputIndex, taskId: string, path: ValuePath): void {
  const { holder, key } = place(index.root, taskId, path);
  define(holder, key, {
    get: () => {
      throw new NotLoaded(taskId);
    },
    enumerable: true,
    configurable: true,
  });
}

/** Outputs loaded on demand; kept whatever their size until `dropLoaded`. */
export function putLoaded(index: OutputIndex, taskId: string, path: ValuePath, outputs: JsonObject): () => void {
  const { holder, key } = place(index.root, taskId, path);
  define(holder, key, { value: outputs, enumerable: true, configurable: true, writable: true });
  return () => putMissing(index, taskId, path);
}

export function putTaskState(index: OutputIndex, taskId: string, path: ValuePath, state: StateName): void {
  const { holder, key } = place(index.states, taskId, path);
  holder[key] = stateVariables[state];
}

/** Whether the outputs under the path are known but not in memory. */
export function isMissing(index: OutputIndex, taskId: string, path: ValuePath): boolean {
  const { holder, key } = place(index.root, taskId, path);
  return Object.getOwnPropertyDescriptor(holder, key)?.get !== undefined;
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

function place(
  root: VariableMap,
  taskId: string,
  path: ValuePath,
): { readonly holder: VariableMap; readonly key: string } {
  let holder = root;
  let key = taskId;
  for (const value of path) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, key);
    let inner = descriptor === undefined || descriptor.get !== undefined ? undefined : (descriptor.value as unknown);
    if (typeof inner !== 'object' || inner === null || Object.getPrototypeOf(inner) !== null) {
      inner = Object.create(null) as VariableMap;
      holder[key] = inner;
    }
    holder = inner as VariableMap;
    key = value;
  }
  return { holder, key };
}

const define = Object.defineProperty;

/** About the bytes of plain data; undefined as soon as they pass `limit`. */
function roughSize(value: unknown, limit: number): number | undefined {
  let size = 16;
  const stack: unknown[] = [value];
  while (stack.length > 0) {
    const item = stack.pop();
    if (typeof item === 'string') size += item.length;
    else if (Array.isArray(item)) for (const member of item) stack.push(member);
    else if (typeof item === 'object' && item !== null) {
      for (const key in item) {
        size += key.length;
        stack.push((item as VariableMap)[key]);
      }
    }
    size += 8;
    if (size > limit) return undefined;
  }
  return size;
}
