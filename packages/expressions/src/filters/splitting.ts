import type { CallEnvironment, Filter } from '../call-environment.ts';
import { compileRegex } from '../text/regex.ts';
import { javaText } from '../values/java-text.ts';
import { ValueError } from '../values/value-error.ts';
import { collectionItems, integerArgument, isNull, nullStays, textInput } from './filter-input.ts';

export const split: Filter = nullStays((input, [delimiter, limit], environment) => {
  const text = textInput(input, 'split');
  if (isNull(delimiter)) throw new ValueError('missing delimiter parameter in split filter');
  const most = isNull(limit) ? 0 : integerArgument(limit, 'split', 'limit');
  return splitText(text, javaText(delimiter), most, environment);
});

/**
 * Java's `String.split`: no empty item in front when the pattern matches nothing there; with limit 0 empty items at the
 * end are dropped, below 0 they are kept, above 0 there are at most that many items.
 */
export function splitText(text: string, delimiter: string, limit: number, environment: CallEnvironment): string[] {
  if (text === '') return [''];
  const items: string[] = [];
  let start = 0;
  for (const match of compileRegex(delimiter).findAll(text, environment)) {
    if (limit > 0 && items.length === limit - 1) break;
    if (match.end === 0 || (match.start === match.end && match.start === text.length)) continue;
    items.push(text.slice(start, match.start));
    start = match.end;
    if (items.length > environment.limits.listItems) throw new ValueError('The list has too many items', 'limit');
  }
  items.push(text.slice(start));
  if (limit === 0) while (items.length > 1 && items.at(-1) === '') items.pop();
  return limit === 0 && items.length === 1 && items[0] === '' ? [] : items;
}

export const join: Filter = nullStays((input, [separator], environment) => {
  const items = collectionItems(input);
  if (items === undefined) {
    throw new ValueError("The 'join' filter expects that the input is either a collection or an array.");
  }
  const between = isNull(separator) ? '' : javaText(separator);
  let text = '';
  for (const [index, item] of items.entries()) {
    text += index === 0 ? javaText(item) : between + javaText(item);
    if (text.length > environment.limits.textLength) throw new ValueError('The text is too long', 'limit');
  }
  return text;
});
