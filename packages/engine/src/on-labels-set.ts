import { isSystemLabel, type Label } from '@windhover/model';
import { executionChanged, type Live } from './live.ts';
import type { Event } from './types.ts';
import { mergeLabels } from './update-execution.ts';

/** Replaces the labels of users, whose place stays that of their key; the system's own stay unless the event names them. */
export function onLabelsSet(live: Live, { labels }: Extract<Event, { kind: 'labelsSet' }>): void {
  const named = new Set(labels.map(({ key }) => key));
  const kept = live.labels.filter((label) => isSystemLabel(label) || named.has(label.key));
  const merged = mergeLabels(kept, labels);
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
