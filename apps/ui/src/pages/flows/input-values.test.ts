import { expect, test } from 'vitest';
import type { WireInput } from '../../api/wire.ts';
import { enteredOf, flatInputs, rowOutline, shownDefault, toForm, toJsonValues } from './input-values.ts';

test('children of a form are fields under their full path', () => {
  const inputs: WireInput[] = [
    { id: 'name', type: 'STRING' },
    { id: 'db', type: 'FORM', inputs: [{ id: 'host', type: 'STRING' }] },
  ];

  expect(flatInputs(inputs).map((input) => input.id)).toEqual(['name', 'db.host']);
});

test('a field that was left empty is not sent, so the default holds', () => {
  const form = toForm(
    [
      { id: 'a', type: 'STRING' },
      { id: 'b', type: 'INT' },
    ],
    { a: '', b: '3' },
  );

  expect([...form.entries()]).toEqual([['b', '3']]);
});

test('a file is sent under the id of its input', () => {
  const form = toForm([{ id: 'data', type: 'FILE' }], { data: new File(['x'], 'x.csv') });

  expect((form.get('data') as File).name).toBe('x.csv');
});

test('a default that is an expression is left to the server', () => {
  expect(shownDefault({ id: 'a', type: 'STRING', defaults: '{{ now() }}' })).toBeUndefined();
  expect(shownDefault({ id: 'a', type: 'INT', defaults: 3 })).toBe('3');
});

test('values go as JSON where no form is taken, text stays text', () => {
  const inputs: WireInput[] = [
    { id: 'name', type: 'STRING' },
    { id: 'count', type: 'INT' },
    { id: 'list', type: 'ARRAY' },
    { id: 'left', type: 'STRING' },
  ];

  expect(toJsonValues(inputs, { name: '42', count: '42', list: '["a"]', left: '' })).toEqual({
    name: '42',
    count: 42,
    list: ['a'],
  });
});

test('values that were given before are entered again, but for files and secrets', () => {
  const inputs = flatInputs([
    { id: 'name', type: 'STRING' },
    { id: 'count', type: 'INT' },
    { id: 'report', type: 'FILE' },
    { id: 'token', type: 'SECRET' },
    { id: 'form', type: 'FORM', inputs: [{ id: 'where', type: 'JSON' }] },
  ]);

  const entered = enteredOf(inputs, {
    name: 'Ada',
    count: 3,
    report: 'kestra:///a.csv',
    token: '******',
    form: { where: { city: 'Oslo' } },
  });

  expect(entered).toEqual({ name: 'Ada', count: '3', 'form.where': '{"city":"Oslo"}' });
});

test('a table shows how a row of it begins', () => {
  const columns = [
    { id: 'name', type: 'STRING' },
    { id: 'age', type: 'INT' },
  ];

  expect(rowOutline({ id: 'people', type: 'TABLE', columns })).toBe('[{"name": …, "age": …}]');
});
