/** What one attempt measures, within bounds: its values are one row of the store. */
import type { Metric } from '@windhover/plugin-sdk';
import type { MetricValue } from '@windhover/ports';
import { maskText } from '@windhover/services';

const maxValues = 1_000;
const maxTags = 20;
/** Of a name, a tag and its value. */
const maxLength = 256;

/** Adds the value, bounded; what is no number, or beyond the thousandth of an attempt, is left out. */
export function addMetric(values: MetricValue[], { name, type, value, tags }: Metric): void {
  if (values.length >= maxValues || !Number.isFinite(value)) return;
  const kept = Object.entries(tags ?? {}).slice(0, maxTags);
  values.push({
    name: cut(name),
    type,
    value,
    ...(kept.length > 0 && { tags: Object.fromEntries(kept.map(([tag, text]) => [cut(tag), cut(String(text))])) }),
  });
}

/** The same values with the secrets of the run hidden in their names and tags. */
export function maskMetrics(values: readonly MetricValue[], masks: ReadonlySet<string>): readonly MetricValue[] {
  if (masks.size === 0) return values;
  const hide = (text: string): string => maskText(text, masks);
  return values.map(({ name, tags, ...rest }) => ({
    ...rest,
    name: hide(name),
    ...(tags !== undefined && {
      tags: Object.fromEntries(Object.entries(tags).map(([tag, text]) => [hide(tag), hide(text)])),
    }),
  }));
}

function cut(text: string): string {
  return text.length > maxLength ? text.slice(0, maxLength) : text;
}
