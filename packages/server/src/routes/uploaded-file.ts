import type { Form } from '@windhover/contract';
import { IllegalArgument } from '@windhover/model';
import { contentOf } from '../content-of.ts';

/** The file in the part of that name. Throws `IllegalArgument` when there is none, `PayloadTooLarge` above the limit. */
export async function uploadedFile(form: Form, partName: string, maxBytes: number): Promise<Uint8Array> {
  for await (const part of form) {
    if (part.name === partName) return contentOf(part, maxBytes);
  }
  throw new IllegalArgument({ reason: `the form has no part '${partName}' with the file` });
}
