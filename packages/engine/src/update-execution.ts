import type { Label } from '@windhover/model';
import { executionChanged, type Live } from './live.ts';
import type { ExecutionUpdate } from './types.ts';
import { flowVariables } from './variables.ts';

/** Merges what a task asks to change: labels by key, variables by name. */
export function updateExecution(live: Live, { labels, variables, unsetVariables }: ExecutionUpdate): void {
  if (labels !== undefined && labels.length > 0) live.labels = mergeLabels(live.labels, labels);
  if (variables !== undefined || unsetVariables !== undefined) {
    const merged = { ...flowVariables(live), ...variables };
    for (const name of unsetVariables ?? []) delete merged[name];
    live.variables = merged;
  }
  executionChanged(live);
}

/** Keys that are there keep their place and take the new value; a later one of equal keys wins. */
export function mergeLabels(labels: readonly Label[], added: readonly Label[]): readonly Label[] {
  const byKey = new Map(labels.map((label) => [label.key, label]));
  for (const label of added) byKey.set(label.key, label);
  return [...byKey.values()];
}
