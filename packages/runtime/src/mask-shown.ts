/** What is shown wherever its execution is: values of secrets in it are hidden before it is stored. */
import type { ExecutionChange } from '@windhover/plugin-sdk';
import { maskText } from './masks.ts';

export function maskLabels(change: ExecutionChange, masks: ReadonlySet<string>): ExecutionChange {
  if (change.labels === undefined || masks.size === 0) return change;
  return { ...change, labels: change.labels.map(({ key, value }) => ({ key, value: maskText(value, masks) })) };
}
