/** Reusable inputs as the API shows them: the document as written, with what the server knows on top. */
import type { Json, JsonObject } from '@windhover/model';
import type { ReusableInputsRevision } from '@windhover/ports';

type DeclaredJson = JsonObject & { readonly type: string };

export interface ReusableInputsJson {
  readonly id: string;
  readonly namespace: string;
  readonly description?: string;
  readonly inputs: readonly DeclaredJson[];
  readonly revision: number;
  readonly updated: string;
  readonly source: string;
}

export function toReusableInputsJson(block: ReusableInputsRevision): ReusableInputsJson {
  const { id, namespace, document, revision, createdAt, source } = block;
  const { description, inputs } = document as { readonly [key: string]: Json };
  return {
    id,
    namespace,
    ...(typeof description === 'string' && { description }),
    inputs: inputs as unknown as readonly DeclaredJson[],
    revision,
    updated: new Date(createdAt).toISOString(),
    source,
  };
}
