/** What is sent along: text, the fields of a form, or a form with files. */
import { createWriteStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TaskError, type HttpFormPart, type HttpRequest } from '@windhover/plugin-sdk';
import { nameInAddress } from './file-name-of.ts';
import type { HttpProperties } from './http-properties.ts';
import { textOfValue } from './text-of-value.ts';

export interface FilesForForms {
  read(uri: string): AsyncIterable<Uint8Array>;
  workingDirectory(): Promise<string>;
}

export interface RequestBody {
  readonly body: HttpRequest['body'];
  /** Undefined where the client says it itself: the boundary of a form is its own. */
  readonly contentType: string | undefined;
}

export async function requestBody(properties: HttpProperties, files: FilesForForms | undefined): Promise<RequestBody> {
  const { body, formData, contentType } = properties;
  if (formData === undefined) return { body, contentType: body === undefined ? undefined : contentType };
  if (contentType !== 'multipart/form-data') {
    const fields = Object.entries(formData).map(([name, value]): [string, string] => [name, textOfValue(value)]);
    return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' };
  }
  const parts: HttpFormPart[] = [];
  for (const [name, value] of Object.entries(formData)) parts.push(await toPart(name, value, files));
  return { body: parts, contentType: undefined };
}

async function toPart(name: string, value: unknown, files: FilesForForms | undefined): Promise<HttpFormPart> {
  const named = asNamedContent(value);
  const content = named?.content ?? textOfValue(value);
  if (!content.startsWith('kestra://')) {
    return named === undefined ? { name, content } : { name, fileName: named.name, content };
  }
  if (files === undefined) throw new TaskError(`'formData.${name}': a trigger has no files to send`);
  return {
    name,
    fileName: named?.name ?? nameInAddress(content),
    content: { localPath: await fetchFile(content, files) },
  };
}

/** Sent from the disk: however large, it is never held in memory. */
async function fetchFile(uri: string, files: FilesForForms): Promise<string> {
  const localPath = join(await mkdtemp(join(await files.workingDirectory(), 'form-')), 'content');
  await pipeline(files.read(uri), createWriteStream(localPath));
  return localPath;
}

function asNamedContent(value: unknown): { readonly name: string; readonly content: string } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, content } = value as { readonly name?: unknown; readonly content?: unknown };
  return typeof name === 'string' && typeof content === 'string' ? { name, content } : undefined;
}
