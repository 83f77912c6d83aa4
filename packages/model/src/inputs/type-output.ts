/** A flow's output: a rendered value to its declared type. */
import type { Output } from '../flow.ts';
import type { Json } from '../json.ts';
import { convertInput } from './convert-input.ts';

/** The typed value (text of a SECRET not encrypted yet), or the sentence that says why it is none. */
export type TypedOutput =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly message: string };

/** A null of an output that is not required stays null. */
export function typeOutput(output: Output, rendered: unknown): TypedOutput {
  if (rendered === null || rendered === undefined) {
    if (!output.required) return { ok: true, value: null };
    return {
      ok: false,
      message: `Invalid output for \`${output.id}\`, missing required output, but received \`null\``,
    };
  }
  const outcome = convertInput(output, rendered);
  if (outcome.ok) return outcome;
  return { ok: false, message: `Invalid output for \`${output.id}\`, ${outcome.reason}` };
}
