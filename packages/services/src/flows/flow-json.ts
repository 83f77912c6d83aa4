/** A flow as the API shows it. */
import { toLabels, type Json, type JsonObject } from '@windhover/model';
import type { FlowRevision } from '@windhover/ports';

export interface FlowJsonOptions {
  /** The tenant's public id; undefined for the default tenant. */
  readonly tenantId?: string | undefined;
  readonly source?: boolean;
  /** Why it cannot be executed. */
  readonly exception?: string | undefined;
}

/** The document as written, with what the server knows on top; labels as a list, nulls left out. */
export function toFlowJson(
  revision: FlowRevision,
  { tenantId, source = false, exception }: FlowJsonOptions = {},
): JsonObject {
  const json: { [key: string]: Json } = {};
  if (tenantId !== undefined) json['tenantId'] = tenantId;
  json['id'] = revision.id;
  json['namespace'] = revision.namespace;
  json['revision'] = revision.revision;
  for (const [key, value] of Object.entries(revision.document))
    if (value !== null && !Object.hasOwn(json, key)) json[key] = value;
  if (json['labels'] !== undefined) json['labels'] = toLabels(json['labels']).map(({ key, value }) => ({ key, value }));
  json['disabled'] = revision.disabled;
  json['draft'] = revision.draft;
  json['deleted'] = revision.deleted;
  json['updated'] = new Date(revision.createdAt).toISOString();
  if (exception !== undefined) json['exception'] = exception;
  if (source) json['source'] = revision.source;
  return json;
}
