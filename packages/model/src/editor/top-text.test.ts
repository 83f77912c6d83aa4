import { expect, test } from 'vitest';
import { topText } from './top-text.ts';

test.each([
  ['id: customer\ninputs:\n  - id: city\n', 'customer'],
  ['inputs:\n  - id: city\nid: "customer"\n', 'customer'],
  ['inputs:\n  - id: city\n', undefined],
  ['id:\n', undefined],
  ['', undefined],
])('%j has the id %j', (source, id) => {
  expect(topText(source, 'id')).toBe(id);
});
