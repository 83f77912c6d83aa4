import type { Filter } from '../call-environment.ts';
import { javaText } from '../values/java-text.ts';
import { nullStays, textInput } from './filter-input.ts';

export const lower: Filter = nullStays((input) => javaText(input).toLowerCase());

export const upper: Filter = nullStays((input) => javaText(input).toUpperCase());

/** The first character that is no blank; the rest stays as it is. */
export const capitalize: Filter = nullStays((input) => textInput(input, 'capitalize').replace(/\S/u, titleCase));

export const title: Filter = nullStays((input) =>
  textInput(input, 'title').replace(/(^|\s)(\S)/gu, (_, blank: string, letter: string) => blank + titleCase(letter)),
);

/** Two letters in one sign: only the first of them is a capital. */
const digraphs: ReadonlyMap<string, string> = new Map([
  ['Ǆ', 'ǅ'],
  ['Ǉ', 'ǈ'],
  ['Ǌ', 'ǋ'],
  ['Ǳ', 'ǲ'],
]);

/** As Java has it: one letter stays one, so that ß, whose capital is SS, stays as it is. */
function titleCase(letter: string): string {
  const capital = letter.toUpperCase();
  return capital.length === letter.length ? (digraphs.get(capital) ?? capital) : letter;
}
