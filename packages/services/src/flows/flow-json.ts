/** A flow as the API shows it. */
import { toLabels, type Json, type JsonObject } from '@windhover/model';
import type { FlowRevision } from '@windhover/ports';

export interface FlowJsonOptions {
  readonly source?: boolean | undefined;
  /** Why it cannot be executed. */
  readonly exception?: string | undefined;
}

export interface FlowJson extends JsonObject {
  readonly id: string;
  readonly namespace: string;
  readonly revision: number;
  readonly disabled: boolean;
  readonly draft: boolean;
  readonly deleted: boolean;
}

/** The document as written, with what the server knows on top; labels as a list, without nulls and the tenant's id. */
export function toFlowJson(revision: FlowRevision, { source = false, exception }: FlowJsonOptions = {}): FlowJson {
  const { id, namespace, disabled, draft, deleted } = revision;
  const json: { [key: string]: Json } = { id, namespace, revision: revision.revision };
  for (const [key, value] of Object.entries(revision.document))
    if (value !== null && key !== 'tenantId' && !Object.hasOwn(json, key)) json[key] = value;
  if (json['labels'] !== undefined) json['labels'] = toLabels(json['labels']).map(({ key, value }) => ({ key, value }));
  Object.assign(json, { disabled, draft, deleted, updated: new Date(revision.createdAt).toISOString() });
  if (exception !== undefined) json['exception'] = exception;
  if (source) json['source'] = revision.source;
  return json as unknown as FlowJson;
}
