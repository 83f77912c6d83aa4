import type { Filter } from '../call-environment.ts';
import { javaText } from '../values/java-text.ts';
import { nullStays, textInput } from './filter-input.ts';

export const lower: Filter = nullStays((input) => javaText(input).toLowerCase());

export const upper: Filter = nullStays((input) => javaText(input).toUpperCase());

/** The first character that is no blank; the rest stays as it is. */
export const capitalize: Filter = nullStays((input) =>
  textInput(input, 'capitalize').replace(/^\s*\S/u, (start) => start.toUpperCase()),
);

export const title: Filter = nullStays((input) =>
  textInput(input, 'title').replace(/(^|\s)(\S)/gu, (_, blank: string, letter: string) => blank + letter.toUpperCase()),
);
