/** What is shown wherever its execution is: values of secrets in it are hidden before it is stored. */
import type { Label } from '@windhover/model';
import type { ExecutionChange } from '@windhover/plugin-sdk';
import { maskText } from '@windhover/services';

export function maskLabels(labels: readonly Label[], masks: ReadonlySet<string>): readonly Label[] {
  return masks.size === 0 ? labels : labels.map(({ key, value }) => ({ key, value: maskText(value, masks) }));
}

export function maskChange(change: ExecutionChange, masks: ReadonlySet<string>): ExecutionChange {
  return change.labels === undefined ? change : { ...change, labels: maskLabels(change.labels, masks) };
}
