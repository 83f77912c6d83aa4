import { toJsonText } from '@windhover/expressions';

/** A rendered value as text: nothing is empty, maps and lists are JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? toJsonText(value) : `${value as number | boolean}`;
}
