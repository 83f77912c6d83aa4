import type { OpenTaskRun } from './live.ts';
import type { ValuePath } from './outputs.ts';

/** Values of the ancestors that have one, outermost first, then the own one: where the outputs stand. */
export function valuePath(taskRun: OpenTaskRun): ValuePath {
  let path: string[] | undefined;
  for (let at: OpenTaskRun | undefined = taskRun; at !== undefined; at = at.parent) {
    if (at.value !== undefined) (path ??= []).push(at.value);
  }
  return path?.reverse() ?? noValues;
}

const noValues: ValuePath = [];
