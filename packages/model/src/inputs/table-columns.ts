import type { InputType } from '../flow.ts';
import type { JsonObject } from '../json.ts';

/** A column of a TABLE as its options hold it: an input with the properties of its type beside the common ones. */
export type Column = JsonObject & { readonly id: string; readonly type: InputType; readonly required: boolean };

export function columnsOf({ columns }: JsonObject): readonly Column[] {
  return (columns ?? []) as unknown as readonly Column[];
}
