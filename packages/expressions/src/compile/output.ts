import { javaText } from '../values/java-text.ts';
import { printText } from '../values/print-text.ts';
import { ValueError } from '../values/value-error.ts';
import type { Rendering } from './rendering.ts';

/** Writes literal text. */
export function writeText(s: Rendering, text: string): void {
  if (s.typed === undefined) s.out += text;
  else s.typed.addText(text);
}

/** Writes text that no pass of recursive rendering may read. */
export function writeRaw(s: Rendering, text: string): void {
  writeText(s, s.shield === undefined ? text : s.shield.hide(text));
}

/** Writes the value of a print. */
export function writeValue(s: Rendering, value: unknown): void {
  if (s.typed !== undefined) {
    const isText = typeof value === 'string' && s.shield !== undefined;
    s.typed.addValue(isText ? s.shield?.hideSecrets(value, s.secrets) : value);
    return;
  }
  s.out += textOf(s, value);
  checkOutput(s, s.out.length);
}

/** The text that a print of the value writes. */
export function textOf(s: Rendering, value: unknown): string {
  const text =
    typeof value === 'string' ? value : s.printsJavaText && value !== null ? javaText(value) : printText(value);
  if (typeof value === 'object' && text.length > 256) s.charge(text.length >> 2);
  return s.shield === undefined || s.secrets.length === 0 ? text : s.shield.hideSecrets(text, s.secrets);
}

export function checkOutput(s: Rendering, length: number): void {
  if (length > s.limits.textLength) {
    throw new ValueError(`The output passes the maximum allowed size of ${s.limits.textLength} characters`, 'limit');
  }
}
