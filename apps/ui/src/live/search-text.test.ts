import { expect, test } from 'vitest';
import { parseSearch, stringifySearch } from './search-text.ts';

test.each([
  ['?page=2&size=100', { page: '2', size: '100' }],
  ['?q=007&flowId=1e5', { q: '007', flowId: '1e5' }],
  ['?q=true', { q: 'true' }],
  ['?labels=team%3Asales%2C+tier%3Agold', { labels: 'team:sales, tier:gold' }],
  ['', {}],
])('%s is text by name, and is written again as it was', (text, values) => {
  expect(parseSearch(text)).toEqual(values);
  expect(stringifySearch(values)).toBe(text);
});

test('what is empty is not said', () => {
  expect(stringifySearch({ q: '', page: undefined, create: true })).toBe('?create=true');
});
