/** What clients send as the source of flows and templates. */
import { IllegalArgument, sourceFromJson, type Json, type JsonObject } from '@windhover/model';
import type { FastifyRequest } from 'fastify';

/** Clients of the first era send JSON: one thing, or a list of them; others the source as a JSON text. */
export function sourceOfBody(request: FastifyRequest, text: string | undefined): string {
  if (text === undefined || !isJson(request)) return text ?? '';
  const data = parseJson(text);
  if (typeof data === 'string') return data;
  return (Array.isArray(data) ? data : [data]).map((item: Json) => sourceFromJson(asObject(item))).join('---\n');
}

function asObject(item: Json): JsonObject {
  if (typeof item === 'object' && item !== null && !Array.isArray(item)) return item as JsonObject;
  throw new IllegalArgument({ reason: 'the JSON body must be an object, a list of them, or a text' });
}

function isJson(request: FastifyRequest): boolean {
  return (request.headers['content-type'] ?? '').toLowerCase().includes('json');
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new IllegalArgument({ reason: `the body is not valid JSON: ${(cause as Error).message}` }, { cause });
  }
}
