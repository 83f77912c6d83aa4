import type { Json } from '@windhover/model';
import { fromLocalText } from '../../format/local-text.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';

export const kvTypes = ['STRING', 'NUMBER', 'BOOLEAN', 'DATETIME', 'DATE', 'DURATION', 'JSON'] as const;
export type KvType = (typeof kvTypes)[number];

const words = namespaceText.kv;
const duration = /^P(?=.)(?:\d+[YMWD])*(?:T(?=\d)(?:\d+(?:\.\d+)?[HMS])+)?$/;

/** How a field shows a value: text as it is, JSON on several lines. */
export function toFieldText(type: KvType, value: Json): string {
  if (type === 'JSON') return JSON.stringify(value, null, 2);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** How the API is told the value so that it has this type: text in quotes, moments and durations without. */
export function toRaw(type: KvType, text: string): string {
  switch (type) {
    case 'STRING':
      return JSON.stringify(text);
    case 'DATETIME':
      return fromLocalText(text);
    case 'NUMBER':
    case 'BOOLEAN':
    case 'DATE':
    case 'DURATION':
    case 'JSON':
      return text.trim();
  }
}

/** What is wrong with the text as a value of this type; undefined when nothing is, or nothing was entered yet. */
export function valueProblem(type: KvType, text: string): string | undefined {
  if (text === '') return undefined;
  switch (type) {
    case 'NUMBER':
      return isJson(text, (value) => typeof value === 'number') ? undefined : words.notNumber;
    case 'JSON':
      return isJson(text, (value) => typeof value === 'object') ? undefined : words.notJson;
    case 'DURATION':
      return durationProblem(text);
    case 'STRING':
    case 'BOOLEAN':
    case 'DATETIME':
    case 'DATE':
      return undefined;
  }
}

export function durationProblem(text: string): string | undefined {
  return text === '' || duration.test(text) ? undefined : words.notDuration;
}

function isJson(text: string, holds: (value: unknown) => boolean): boolean {
  try {
    return holds(JSON.parse(text));
  } catch {
    return false;
  }
}
