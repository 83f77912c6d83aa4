/** Turns a rendered output of a flow into its declared type. */
import type { Output } from '@windhover/model';
import { textOf } from './text-of.ts';

type Typed =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string };

export function toOutput(output: Output, value: unknown): Typed {
  if (value === null || value === undefined) {
    return output.required ? failed(`it is required but has no value`) : { kind: 'value', value: null };
  }
  switch (output.type) {
    case 'INT':
      return asNumber(value, Number.isInteger, output.type);
    case 'FLOAT':
      return asNumber(value, Number.isFinite, output.type);
    case 'BOOLEAN':
    case 'BOOL':
      return { kind: 'value', value: value === true || value === 'true' };
    case 'JSON':
    case 'OBJECT':
    case 'FORM':
      return typeof value === 'string' ? parsed(value, output.type) : { kind: 'value', value };
    case 'ARRAY':
    case 'MULTISELECT':
      return asList(value, output.type);
    case 'YAML':
    case 'ION':
      return { kind: 'value', value };
    case 'STRING':
    case 'EMAIL':
    case 'URI':
    case 'SECRET':
    case 'DATETIME':
    case 'DATE':
    case 'TIME':
    case 'DURATION':
    case 'SELECT':
    case 'ENUM':
    case 'FILE':
      return { kind: 'value', value: textOf(value) };
  }
}

function asNumber(value: unknown, isFit: (value: number) => boolean, type: string): Typed {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  return isFit(number)
    ? { kind: 'value', value: number }
    : failed(`expected ${type} but received '${shortText(value)}'`);
}

function asList(value: unknown, type: string): Typed {
  if (Array.isArray(value)) return { kind: 'value', value };
  const list =
    typeof value === 'string' ? parsed(value, type) : failed(`expected ${type} but received '${shortText(value)}'`);
  return list.kind === 'failed' || Array.isArray(list.value)
    ? list
    : failed(`expected ${type} but received '${shortText(value)}'`);
}

function parsed(text: string, type: string): Typed {
  try {
    return { kind: 'value', value: JSON.parse(text) as unknown };
  } catch {
    return failed(`expected ${type} but received '${text.slice(0, 200)}'`);
  }
}

function shortText(value: unknown): string {
  return textOf(value).slice(0, 200);
}

function failed(message: string): Typed {
  return { kind: 'failed', message };
}
