import { isSystemLabel, type Label } from '@windhover/model';
import { executionChanged, type Live } from './live.ts';
import type { Event } from './types.ts';
import { mergeLabels } from './update-execution.ts';

/** Replaces the labels of users; the system's own stay unless the event names them. */
export function onLabelsSet(live: Live, { labels }: Extract<Event, { kind: 'labelsSet' }>): void {
  const merged = mergeLabels(live.labels.filter(isSystemLabel), labels);
  if (isSame(merged, live.labels)) return;
  live.labels = merged;
  executionChanged(live);
}

function isSame(one: readonly Label[], other: readonly Label[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ key, value }, index) => other[index]!.key === key && other[index]!.value === value)
  );
}
