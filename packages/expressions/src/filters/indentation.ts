import type { CallEnvironment, Filter } from '../call-environment.ts';
import { javaText } from '../values/java-text.ts';
import { isNumber, toBigInt } from '../values/number-kind.ts';
import { ValueError } from '../values/value-error.ts';
import { checkLength, isNull, nullStays } from './filter-input.ts';

/** Prefix behind each line end; the first line stays. */
export const indent: Filter = nullStays((input, [amount, prefix], environment) => {
  const text = javaText(input);
  return text === '' ? '' : indentLines(text, indentationOf('indent', amount, prefix, environment), environment);
});

/** A line end, then all lines indented. */
export const nindent: Filter = nullStays((input, [amount, prefix], environment) => {
  const text = javaText(input);
  if (text === '') return '';
  const lineEnd = lineEndOf(text);
  return indentLines(lineEnd + text, indentationOf('nindent', amount, prefix, environment), environment, lineEnd);
});

function indentationOf(filter: string, amount: unknown, prefix: unknown, { limits }: CallEnvironment): string {
  if (isNull(amount)) throw new ValueError(`The '${filter}' filter expects an integer as argument 'amount'.`);
  const count = isNumber(amount) ? Number(toBigInt(amount)) : -1;
  if (count < 0) throw new ValueError(`The '${filter}' filter expects a positive integer >=0 as argument 'amount'.`);
  const unit = isNull(prefix) ? ' ' : javaText(prefix);
  checkLength(unit.length * count, limits);
  return unit.repeat(count);
}

function indentLines(
  text: string,
  indentation: string,
  { limits }: CallEnvironment,
  lineEnd = lineEndOf(text),
): string {
  let count = 0;
  for (let at = text.indexOf(lineEnd); at !== -1; at = text.indexOf(lineEnd, at + lineEnd.length)) count++;
  checkLength(text.length + count * indentation.length, limits);
  return text.replaceAll(lineEnd, () => lineEnd + indentation);
}

function lineEndOf(text: string): string {
  return ['\r\n', '\n\r', '\n', '\r'].find((lineEnd) => text.includes(lineEnd)) ?? '\n';
}
