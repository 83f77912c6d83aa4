import type { Filter } from '../call-environment.ts';
import { ValueError } from '../values/value-error.ts';
import { nullStays, textInput } from './filter-input.ts';

export const base64encode: Filter = nullStays((input) => {
  const bytes = new TextEncoder().encode(textInput(input, 'base64encode'));
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
});

export const base64decode: Filter = nullStays((input) => {
  const text = textInput(input, 'base64decode');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) {
    throw new ValueError('Please provide a correctly Base64 encoded string containing an UTF-8 string');
  }
  const binary = atob(text);
  return new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
});

/** The encoding of web forms: blank to `+`; letters, digits and `* - . _` stay. */
export const urlencode: Filter = nullStays((input) =>
  encodeURIComponent(textInput(input, 'urlencode').toWellFormed())
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
);

export const urldecode: Filter = nullStays((input) => {
  const text = textInput(input, 'urldecode').replaceAll('+', ' ');
  if (/%(?![\da-f]{2})/i.test(text)) throw new ValueError('The text has a % without two hexadecimal digits');
  const decoder = new TextDecoder();
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) =>
    decoder.decode(Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16))),
  );
});
