import type { Filter } from '../call-environment.ts';
import { javaText } from '../values/java-text.ts';
import { ValueError } from '../values/value-error.ts';
import { integerArgument, nullStays, textInput } from './filter-input.ts';

/** Java's trim: everything up to U+0020 goes, other white space stays. */
export const trim: Filter = nullStays((input) => {
  const text = textInput(input, 'trim');
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return text.slice(start, end);
});

/** A text that is as long as the length is cut too; that is how the original counts. */
export const abbreviate: Filter = nullStays((input, [length]) => {
  const text = textInput(input, 'abbreviate');
  const longest = integerArgument(length, 'abbreviate', 'length');
  if (longest < 0) throw new ValueError("The argument 'length' of 'abbreviate' must be greater than zero");
  if (text.length < longest || text.length <= 3) return text.length <= 3 ? text : text;
  return longest <= 3 ? text.slice(0, longest) : `${text.slice(0, longest - 3)}...`;
});

export const slugify: Filter = nullStays((input) =>
  javaText(input)
    .replace(/\s/gu, '-')
    .normalize('NFD')
    .replace(/[^\w-]/gu, '')
    .replaceAll('_', '-')
    .replace(/-{2,}/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase(),
);
