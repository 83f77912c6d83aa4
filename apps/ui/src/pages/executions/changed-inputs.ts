import type { Json, JsonObject } from '@windhover/model';

export interface ChangedInput {
  readonly id: string;
  /** As JSON; undefined where the input was not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The inputs that differ between two executions, in the order of the later one; those that went come last. */
export function changedInputs(before: JsonObject | undefined = {}, after: JsonObject | undefined = {}): ChangedInput[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])]
    .map((id) => ({ id, before: said(before[id]), after: said(after[id]) }))
    .filter((input) => input.before !== input.after);
}

function said(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
