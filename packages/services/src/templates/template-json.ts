/** A template as the API shows it: the document as written, so that who sent it finds it unchanged. */
import type { Json, JsonObject } from '@windhover/model';
import type { TemplateRevision } from '@windhover/ports';

export interface TemplateJson extends JsonObject {
  readonly id: string;
  readonly namespace: string;
  readonly deleted: boolean;
}

export function toTemplateJson(
  { id, namespace, document, deleted, source }: TemplateRevision,
  options: { readonly source?: boolean | undefined } = {},
): TemplateJson {
  const json: { [key: string]: Json } = { id, namespace };
  for (const [key, value] of Object.entries(document)) if (value !== null) json[key] = value;
  Object.assign(json, { deleted });
  if (options.source === true) json['source'] = source;
  return json as unknown as TemplateJson;
}
