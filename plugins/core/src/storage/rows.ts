/** Rows of a data file: one Ion or JSON struct a line. The text of a row is kept as it is; its value is for expressions. */
import { createRequire } from 'node:module';
import type * as Ion from 'ion-js';
import type { JsonObject } from '@windhover/plugin-sdk';
import { piecesOf } from './pieces.ts';

export interface FileRow {
  readonly text: string;
  /** Fields of the row; a row that is no struct has the one field `value`. */
  readonly fields: JsonObject;
}

export async function* rowsOf(content: AsyncIterable<Uint8Array>): AsyncIterable<FileRow> {
  for await (const text of piecesOf(content)) {
    if (text.trim() === '') continue;
    yield { text, fields: toFields(parseRow(text)) };
  }
}

/** One struct as Ion text without line breaks; instants (`Date`) become timestamps. */
export function toRow(fields: Readonly<Record<string, unknown>>): string {
  return ion().dumpText(fields);
}

function parseRow(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return toPlain(ion().load(text)); // not JSON: Ion then, whose own error says what is wrong
  }
}

function toFields(value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  return { value: value as JsonObject[string] };
}

function toPlain(value: Ion.dom.Value | null): unknown {
  if (value === null || value.isNull()) return null;
  const { IonTypes } = ion();
  switch (value.getType()) {
    case IonTypes.BOOL:
      return value.booleanValue();
    case IonTypes.INT:
    case IonTypes.FLOAT:
    case IonTypes.DECIMAL:
      return value.numberValue();
    case IonTypes.STRING:
    case IonTypes.SYMBOL:
      return value.stringValue();
    case IonTypes.LIST:
    case IonTypes.SEXP:
      return value.elements().map(toPlain);
    case IonTypes.STRUCT:
      return Object.fromEntries(value.fields().map(([name, field]) => [name, toPlain(field)]));
    default:
      return JSON.parse(JSON.stringify(value)); // timestamps as ISO text, blobs as base64
  }
}

const require = createRequire(import.meta.url);
let library: typeof Ion | undefined;

/** Loaded by the first task that needs it: most servers never run one. */
function ion(): typeof Ion {
  return (library ??= require('ion-js') as typeof Ion);
}
