/** Labels: two ways to write them, one way to keep them. */
import type { Label } from './flow.ts';
import { textOf } from './text-of.ts';

const systemPrefix = 'system.';
/** Key and value are in an index, whose rows have 2,700 bytes on PostgreSQL. */
const maxLabelBytes = 2_000;
const shownOfKey = 100;
/** The one system label that a flow's author may set. */
const allowedSystemLabels: ReadonlySet<string> = new Set(['system.readOnly']);

/** Whether it is the server's own: those are set by no user, save the few that may be given. */
export function isSystemLabel({ key }: Pick<Label, 'key'>): boolean {
  return key.startsWith(systemPrefix);
}

/** Labels written as a map or as a list of `{key, value}`, in order; entries without value are dropped. */
export function toLabels(written: unknown): readonly Label[] {
  const pairs: readonly (readonly [unknown, unknown])[] = Array.isArray(written)
    ? written.map((item: { key?: unknown; value?: unknown }) => [item.key, item.value] as const)
    : Object.entries((written ?? {}) as object);
  return pairs.flatMap(([key, value]) =>
    typeof key === 'string' && value !== null && value !== undefined ? [{ key, value: textOf(value) }] : [],
  );
}

/** All labels in order; of several with one key the last value stands, at the place of the first. */
export function mergeLabels(...lists: readonly (readonly Label[])[]): readonly Label[] {
  const values = new Map<string, string>();
  for (const label of lists.flat()) values.set(label.key, label.value);
  return [...values].map(([key, value]) => ({ key, value }));
}

/** What is wrong with labels that a user gives; undefined when nothing is. `allowed` are system labels that may be given here. */
export function labelProblem(
  labels: readonly Label[],
  allowed: ReadonlySet<string> = allowedSystemLabels,
): string | undefined {
  const long = labels.find((label) => sizeOf(label) > maxLabelBytes);
  if (long !== undefined) {
    const shown = long.key.slice(0, shownOfKey);
    return `Label '${shown}' has ${sizeOf(long)} bytes, key and value together: at most ${maxLabelBytes} are kept`;
  }
  const offending = labels.filter((label) => isSystemLabel(label) && !allowed.has(label.key));
  if (offending.length === 0) return undefined;
  const shown = offending.map((label) => `${label.key}=${label.value}`).join(', ');
  return `System labels can only be set by Kestra itself, offending label: ${shown}`;
}

function sizeOf({ key, value }: Label): number {
  return utf8.encode(key).byteLength + utf8.encode(value).byteLength;
}

const utf8 = new TextEncoder();
