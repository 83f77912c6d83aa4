/** What templates see of the body of a webhook call: data, text, or files that are stored for the execution. */
import { isUtf8 } from 'node:buffer';
import { parseInputJson, PayloadTooLarge, type JsonObject } from '@windhover/model';
import type { TenantFiles } from '@windhover/ports';
import { safeFileName, uriOfPath } from '../executions/storage-paths.ts';
import type { SuppliedPart } from '../executions/supplied-inputs.ts';

/** Read in one of three ways; what has been read as bytes may be read again in each. */
export interface WebhookBody {
  /** As the caller says; empty when it says nothing. */
  readonly contentType: string;
  /** Whether it is a multipart form. */
  readonly isForm: boolean;
  /** Empty when there is none. Throws `PayloadTooLarge`. */
  bytes(): Promise<Uint8Array>;
  /** As they arrive. Throws `PayloadTooLarge`. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Of a form. */
  parts(): AsyncIterable<SuppliedPart & { readonly contentType?: string }>;
}

/** `FETCH`: the body is a variable; `STORE`: a file; `NONE`: dropped. Files of a form are stored, whichever it is. */
export type FetchType = 'FETCH' | 'STORE' | 'NONE';

/** All fields of a form together, which become part of the execution. */
const maxFieldsLength = 10 * 1024 * 1024;

/** Files are put below `folder`. */
export async function readWebhookBody(
  files: TenantFiles,
  folder: string,
  body: WebhookBody,
  fetchType: FetchType,
): Promise<JsonObject> {
  if (body.isForm) return readForm(files, folder, body);
  switch (fetchType) {
    case 'FETCH':
      return { body: bodyOf(await body.bytes(), body.contentType) };
    case 'STORE':
      return storeBody(files, `${folder}/body${extensionOf(body.contentType)}`, body);
    case 'NONE':
      return {};
  }
}

/** A call without a body leaves no file. */
async function storeBody(files: TenantFiles, path: string, body: WebhookBody): Promise<JsonObject> {
  const { sizeBytes } = await files.put(path, body.chunks());
  if (sizeBytes > 0) return { uri: uriOfPath(path) };
  await files.delete(path);
  return {};
}

/** A name may come more than once: each has a list, as headers and parameters do. */
async function readForm(files: TenantFiles, folder: string, body: WebhookBody): Promise<JsonObject> {
  const parts = new Map<string, JsonObject[]>();
  const fields = new Map<string, string[]>();
  let count = 0;
  let length = 0;
  for await (const part of body.parts()) {
    if (part.filename === undefined) {
      const text = await part.text();
      if ((length += text.length) > maxFieldsLength) throw new PayloadTooLarge({ maxBytes: maxFieldsLength });
      fields.set(part.name, [...(fields.get(part.name) ?? []), text]);
    } else {
      const path = `${folder}/parts/${(count += 1)}/${safeFileName(part.filename) || 'file'}`;
      const { sizeBytes } = await files.put(path, part.content);
      const { filename, contentType } = part;
      const stored = { uri: uriOfPath(path), filename, ...(contentType && { contentType }), size: sizeBytes };
      parts.set(part.name, [...(parts.get(part.name) ?? []), stored]);
    }
  }
  return { parts: Object.fromEntries(parts), formFields: Object.fromEntries(fields) };
}

/** JSON objects and lists as such, other text as it is, and what is no text in base64. */
function bodyOf(bytes: Uint8Array, contentType: string): JsonObject[string] {
  if (bytes.length === 0) return null;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (contentType === '' ? !isUtf8(buffer) : !isText(contentType)) return buffer.toString('base64');
  const text = buffer.toString('utf8');
  try {
    const value = parseInputJson(text);
    return typeof value === 'object' && value !== null ? value : text;
  } catch {
    return text; // not JSON, whatever its type says, or nested too deeply
  }
}

function isText(contentType: string): boolean {
  return /^text\/|[/+.-](?:nd)?(?:json|xml|yaml|csv|x-www-form-urlencoded)\b/i.test(contentType);
}

/** By which viewers know what it is: the subtype where it is a plain word. */
function extensionOf(contentType: string): string {
  const subtype = /^\w+\/([a-z0-9]+)\s*(?:;|$)/i.exec(contentType)?.[1]?.toLowerCase();
  if (subtype === undefined) return '';
  return subtype === 'plain' ? '.txt' : `.${subtype}`;
}
