import type { Form } from '@windhover/contract';
import { IllegalArgument, PayloadTooLarge } from '@windhover/model';

/** The file in the part of that name. Throws `IllegalArgument` when there is none, `PayloadTooLarge` above the limit. */
export async function uploadedFile(form: Form, partName: string, maxBytes: number): Promise<Uint8Array> {
  for await (const part of form) {
    if (part.name !== partName) continue;
    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const chunk of part.content) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw new PayloadTooLarge({ maxBytes });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
  throw new IllegalArgument({ reason: `the form has no part '${partName}' with the file` });
}
