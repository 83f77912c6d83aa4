/** Turns a rendered output of a flow into its declared type. */
import { convertInput, type Json, type Output } from '@windhover/model';

type Typed = { readonly kind: 'value'; readonly value: Json } | { readonly kind: 'failed'; readonly message: string };

/** By the rules of inputs: an output is what an input of the same declaration would accept. */
export function toOutput(output: Output, value: unknown): Typed {
  if (value === null || value === undefined) {
    return output.required
      ? { kind: 'failed', message: 'it is required but has no value' }
      : { kind: 'value', value: null };
  }
  const outcome = convertInput(output, value);
  return outcome.ok ? { kind: 'value', value: outcome.value } : { kind: 'failed', message: outcome.reason };
}
