import { isNumber } from '../values/number-kind.ts';
import { jqFailure } from './machine.ts';
import { describe, jqJson, jqText, toJq } from './jq-values.ts';

/** The forms behind `@`. Throws a JqError where the value does not fit. */
export function formatText(name: string, value: unknown): string {
  switch (name) {
    case 'text':
      return jqText(value);
    case 'json':
      return jqJson(value);
    case 'csv':
      return row(value, ',', 'csv', (text) => `"${text.replaceAll('"', '""')}"`);
    case 'tsv':
      return row(value, '\t', 'tsv', (text) =>
        text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r'),
      );
    case 'html':
      return jqText(value).replace(/[<>&'"]/g, (char) => htmlSigns[char] ?? char);
    case 'uri':
      return encodeURIComponent(jqText(value).toWellFormed()).replace(
        /[!'()*]/g,
        (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
      );
    case 'sh':
      return (Array.isArray(value) ? (value as unknown[]) : [value]).map(shellWord).join(' ');
    case 'base64':
      return encodeBase64(jqText(value));
    case 'base64d':
      return decodeBase64(jqText(value));
    default:
      throw jqFailure(`${name} is not a valid format`);
  }
}

const htmlSigns: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  "'": '&#39;',
  '"': '&quot;',
};

function row(value: unknown, separator: string, format: string, quote: (text: string) => string): string {
  if (!Array.isArray(value)) throw jqFailure(`${describe(value)} cannot be ${format}-formatted, only an array can be`);
  const cells = value.map((cell: unknown) => {
    const item = toJq(cell);
    if (typeof item === 'string') return quote(item);
    if (item === null) return '';
    if (typeof item === 'boolean' || isNumber(item)) return jqText(item);
    throw jqFailure(`${describe(item)} is not valid in a ${format} row`);
  });
  return cells.join(separator);
}

function shellWord(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "'\\''")}'`;
  if (value === null || typeof value === 'boolean' || isNumber(value)) return jqText(value);
  throw jqFailure(`${describe(value)} can not be escaped for shell`);
}

function encodeBase64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function decodeBase64(text: string): string {
  const clean = text.replace(/(?<!=)=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(clean) || clean.length % 4 === 1) {
    throw jqFailure(`${describe(text)} is not valid base64 data`);
  }
  return new TextDecoder().decode(Uint8Array.from(atob(clean), (char) => char.charCodeAt(0)));
}
