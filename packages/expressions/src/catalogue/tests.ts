import { byName, declare } from './callable.ts';

export const testCatalogue = byName([
  declare('defined', 'boolean', 'The name exists and is not null.'),
  declare('empty', 'boolean', 'Null, a blank text, an empty list or map.'),
  declare('even', 'boolean', 'An even integer.'),
  declare('iterable', 'boolean', 'A list or set.'),
  declare('json', 'boolean', 'A text that parses as JSON.'),
  declare('map', 'boolean', 'A map.'),
  declare('null', 'boolean', 'Null; a missing name is an error.'),
  declare('odd', 'boolean', 'An odd integer.'),
]);
