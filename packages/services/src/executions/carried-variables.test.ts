import { expect, test } from 'vitest';
import { movedVariables } from './carried-variables.ts';

test('what tasks have set or removed stays so, the rest is as the other revision says', () => {
  const before = { same: 1, changed: { url: 'old' }, set: 1, removed: 1, gone: 1 };
  const variables = { same: 1, changed: { url: 'old' }, set: 2, own: 3, gone: 1 };
  const after = { same: 1, changed: { url: 'new' }, set: 9, removed: 1, added: 4 };

  expect(movedVariables(variables, before, after)).toEqual({
    same: 1,
    changed: { url: 'new' },
    set: 2,
    own: 3,
    added: 4,
  });
});
