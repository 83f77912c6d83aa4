import type { Filter } from '../call-environment.ts';
import { Character } from '../values/boxed.ts';
import { ValueError } from '../values/value-error.ts';
import { collectionItems, nullStays } from './filter-input.ts';

export const first: Filter = nullStays((input) => endOf(input, 'first', 0));

export const last: Filter = nullStays((input) => endOf(input, 'last', -1));

/** An item, null of an empty list, or a Character of a text. */
function endOf(input: unknown, filter: string, index: number): unknown {
  if (typeof input === 'string') {
    if (input === '') throw new ValueError(`The '${filter}' filter cannot take a character of an empty text`);
    return new Character(input.at(index) ?? '');
  }
  const items = collectionItems(input);
  if (items === undefined) throw new ValueError(`The '${filter}' filter can only be applied to lists and texts`);
  return items.at(index) ?? null;
}
