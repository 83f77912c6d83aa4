/** What one attempt measures, within bounds: its values are one row of the store. */
import type { Metric } from '@windhover/plugin-sdk';
import type { MetricValue } from '@windhover/ports';

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

function cut(text: string): string {
  return text.length > maxLength ? text.slice(0, maxLength) : text;
}
