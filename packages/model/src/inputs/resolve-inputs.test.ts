import { describe, expect, test } from 'vitest';
import type { Input } from '../flow.ts';
import { parseFlow } from '../flow/parse-flow.ts';
import type { Json, JsonObject } from '../json.ts';
import { testCatalog } from '../testing/test-catalog.ts';
import { resolveInputs } from './resolve-inputs.ts';
import type { InputServices } from './input-sources.ts';
import type { ResolveOptions } from './resolve-inputs.ts';

/** Templates are written `{{ name }}` and give the input of that name; `{{ !name }}` fails. */
const services: InputServices = {
  render(template: Json, inputs: JsonObject) {
    const name = /^\{\{ (.*) \}\}$/.exec(template as string)?.[1];
    if (name === undefined) return template;
    if (name.startsWith('!')) throw new Error(`Unable to find ${name.slice(1)}`);
    return name.startsWith('[') ? JSON.parse(name) : inputs[name];
  },
  encrypt: (text) => `sealed(${text})`,
};

function declare(yaml: string): readonly Input[] {
  const { flow, problems } = parseFlow(
    `id: f\nnamespace: n\ntasks: [{id: t, type: io.kestra.plugin.core.debug.Return}]\ninputs:\n${yaml}`,
    testCatalog,
  );
  expect(problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  return flow!.inputs;
}

async function resolve(yaml: string, supplied: Record<string, unknown>, options?: ResolveOptions, given = services) {
  const { values, problems, inputs } = await resolveInputs(declare(yaml), supplied, given, options);
  return { values: JSON.parse(JSON.stringify(values)), messages: problems.map((problem) => problem.message), inputs };
}

describe('types', () => {
  test.each([
    ['STRING', '42', '42'],
    ['INT', '42', 42],
    ['INT', 42, 42],
    ['INT', '-2147483648', -2147483648],
    ['INT', '+2147483647', 2147483647],
    ['FLOAT', '0.42', 0.42],
    ['BOOLEAN', 'true', true],
    ['BOOL', 'anything', false],
    ['DATETIME', '2026-01-01T10:00:00+02:00', '2026-01-01T08:00:00Z'],
    ['DATETIME', '2026-01-01T10:00:00.123456Z', '2026-01-01T10:00:00.123456Z'],
    ['DATETIME', '1969-12-31T23:59:59.5000001Z', '1969-12-31T23:59:59.500000100Z'],
    ['DATE', '2026-02-28', '2026-02-28'],
    ['TIME', '13:04', '13:04:00'],
    ['DURATION', 'PT1H', 'PT1H'],
    ['JSON', '{"a": [1]}', { a: [1] }],
    ['JSON', { a: 1 }, { a: 1 }],
    ['YAML', 'a: yes', { a: true }],
    [
      'ION',
      '{a: 1, b: "x", c: null, d: 2.5e0, e: 2026-01-01T00:00:00Z}',
      { a: 1, b: 'x', c: null, d: 2.5, e: '2026-01-01T00:00:00Z' },
    ],
    ['ION', [1], [1]],
    ['OBJECT', '{"a": 1}', { a: 1 }],
    ['EMAIL', 'a@b.c', 'a@b.c'],
    ['EMAIL', '', ''],
    ['URI', 'https://example.com/x', 'https://example.com/x'],
    ['FILE', 'kestra:///a/b.txt', 'kestra:///a/b.txt'],
    ['SECRET', 'word', 'sealed(word)'],
  ])('%s %j', async (type, given, expected) => {
    const { values, messages } = await resolve(`  - {id: a, type: ${type}}`, { a: given });

    expect(messages).toEqual([]);
    expect(values).toEqual({ a: expected });
  });

  test.each([
    ['INT', 'abc', 'Expected `INT` but received `abc` with errors: it is not a whole number, but received `abc`'],
    ['INT', 1.5, 'Expected `INT` but received `1.5` with errors: it is not a whole number'],
    ['INT', ' ', 'Expected `INT` but received ` ` with errors: it is not a whole number'],
    ['INT', true, 'Expected `INT` but received `true` with errors: it is not a whole number'],
    ['INT', '2147483648', 'with errors: it is not between `-2147483648` and `2147483647`'],
    ['INT', -2147483649, 'with errors: it is not between `-2147483648` and `2147483647`'],
    ['FLOAT', 'NaN', 'Expected `FLOAT` but received `NaN` with errors: it is not a number'],
    ['FLOAT', '1e400', 'Expected `FLOAT` but received `1e400` with errors: it is too large'],
    ['ION', '{not: ion', 'Expected `ION` but received `{not: ion` with errors'],
    ['DATE', '2026-02-30', 'Expected `DATE` but received `2026-02-30` with errors'],
    ['DATETIME', '2026-01-01', 'Expected `DATETIME`'],
    ['TIME', '25:00', 'Expected `TIME`'],
    ['DURATION', '5min', 'Expected `DURATION`'],
    ['JSON', '{', 'Expected `JSON`'],
    ['OBJECT', '[1]', 'Expected `OBJECT` but received `[1]` with errors: it is not a map'],
    ['ARRAY, itemType: STRING', '{"a": 1}', 'Expected `ARRAY` but received `{"a": 1}` with errors: it is not a list'],
    ['EMAIL', 'nobody', 'email'],
    [
      'URI',
      'http:/bla',
      'Expected `URI` but received `http:/bla` with errors: it must have a scheme and `://`, but received `http:/bla`',
    ],
    ['FILE', '/etc/passwd', 'kestra://'],
  ])('%s refuses %j', async (type, given, message) => {
    const { messages } = await resolve(`  - {id: a, type: ${type}}`, { a: given });

    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('Invalid input for `a`, ');
    expect(messages[0]).toContain(message);
  });

  test('lists: items have a type', async () => {
    expect((await resolve('  - {id: a, type: ARRAY, itemType: INT}', { a: '[1, "2"]' })).values).toEqual({ a: [1, 2] });
    const { messages } = await resolve('  - {id: a, type: ARRAY, itemType: INT}', { a: '["s1"]' });
    expect(messages[0]).toContain('Unable to parse array element as `INT` on `s1`');
  });

  test('a secret is never repeated in a message, and needs a key', async () => {
    const wrong = await resolve("  - {id: a, type: SECRET, validator: '\\d+'}", { a: 'geheim' });
    expect(wrong.messages[0]).not.toContain('geheim');
    const noKey = await resolve('  - {id: a, type: SECRET}', { a: 'x' }, {}, { render: services.render });
    expect(noKey.messages[0]).toContain('encryption key');
  });
});

describe('constraints', () => {
  test.each([
    ['type: INT, min: 2, max: 4', '1', 'it must be more than `2`'],
    ['type: INT, min: 2, max: 4', '5', 'it must be less than `4`'],
    ['type: DATE, after: 2026-01-01', '2025-12-31', 'it must be after `2026-01-01`'],
    ['type: TIME, after: "01:00:00"', '00:00:01', 'it must be after `01:00`'],
    ['type: DURATION, max: PT20S', 'PT1M', 'it must be less than `PT20S`'],
    ['type: DATETIME, before: "2026-01-01T00:00:00Z"', '2026-01-01T00:00:01Z', 'it must be before'],
    ['type: SELECT, values: [x, y]', 'z', 'it must match the values `[x, y]`'],
    ['type: MULTISELECT, values: [x, y]', '["x", "z"]', 'it must match the values'],
    ['type: STRING, validator: "[a-z]+"', 'abc1', 'it must match the pattern `[a-z]+`'],
    ['type: FILE, allowedFileExtensions: [.csv]', 'kestra:///a.txt', '.csv'],
  ])('%s refuses %s', async (declared, given, message) => {
    const { messages } = await resolve(`  - {id: a, ${declared}}`, { a: given });

    expect(messages[0]).toContain(message);
  });

  test('bounds are inclusive, custom values are allowed where the input says so', async () => {
    const { messages } = await resolve(
      '  - {id: a, type: INT, min: 2, max: 4}\n  - {id: b, type: SELECT, values: [x], allowCustomValue: true}',
      { a: '4', b: 'own' },
    );

    expect(messages).toEqual([]);
  });

  test('a pattern that would backtrack for ever answers at once', async () => {
    const { messages } = await resolve('  - {id: a, type: STRING, validator: "(a+)+b"}', { a: 'a'.repeat(10_000) });

    expect(messages).toHaveLength(1);
  });
});

describe('resolution', () => {
  test('the empty text is no number, list or date: a default stands in, or nothing', async () => {
    const { values, messages } = await resolve(
      '  - {id: a, type: INT, defaults: 3}\n  - {id: b, type: DATE, required: false}\n  - {id: c, type: ARRAY, itemType: INT}\n  - {id: d, type: STRING}',
      { a: '', b: '', c: '', d: '' },
    );

    expect(messages).toEqual(['Invalid input for `c`, missing required input, but received `null`']);
    expect(values).toEqual({ a: 3, b: null, d: '' });
  });

  test('the default of a file is an address, or an expression that makes one', async () => {
    const { values, messages } = await resolve(
      '  - {id: a, type: FILE, defaults: "nsfile:///a.csv"}\n  - {id: b, type: FILE, defaults: "{{ a }}"}',
      {},
    );

    expect(messages).toEqual([]);
    expect(values).toEqual({ a: 'nsfile:///a.csv', b: 'nsfile:///a.csv' });
  });

  test('defaults are typed and may be expressions over earlier inputs', async () => {
    const { values, inputs } = await resolve(
      '  - {id: a, type: STRING, defaults: "0"}\n  - {id: b, type: INT, defaults: "{{ a }}"}',
      {},
    );

    expect(values).toEqual({ a: '0', b: 0 });
    expect(inputs.map((input) => input.isDefault)).toEqual([true, true]);
  });

  test('every missing or wrong input is reported', async () => {
    const { messages } = await resolve('  - {id: a, type: STRING}\n  - {id: b, type: INT}\n  - {id: c, type: STRING}', {
      b: 'x',
      c: 'ok',
    });

    expect(messages).toEqual([
      'Invalid input for `a`, missing required input, but received `null`',
      'Invalid input for `b`, Expected `INT` but received `x` with errors: it is not a whole number, but received `x`',
    ]);
  });

  test('null is no value: the default stands in, and without one a required input is missing', async () => {
    const { values, inputs } = await resolve('  - {id: a, type: INT, defaults: 3}', { a: null });
    const without = await resolve('  - {id: a, type: INT}', { a: null });

    expect([values, inputs[0]!.isDefault]).toEqual([{ a: 3 }, true]);
    expect(without.messages).toEqual(['Invalid input for `a`, missing required input, but received `null`']);
  });

  test('an optional input without value is null, an undeclared one is ignored', async () => {
    const { values } = await resolve('  - {id: a, type: STRING, required: false}', { other: 1 });

    expect(values).toEqual({ a: null });
  });

  test('without the check of required inputs a missing one is null', async () => {
    const { values, messages } = await resolve('  - {id: a, type: STRING}', {}, { checkRequired: false });

    expect([values, messages]).toEqual([{ a: null }, []]);
  });

  test('dots nest, in ids and in what is supplied', async () => {
    const { values } = await resolve('  - {id: db.host, type: STRING}\n  - {id: db.port, type: INT}', {
      'db.host': 'h',
      db: { port: 1 },
    });

    expect(values).toEqual({ db: { host: 'h', port: 1 } });
  });

  test('an input whose condition does not hold is left out, and so is what depends on it', async () => {
    const yaml =
      '  - {id: c, type: STRING, dependsOn: {inputs: [b]}}\n  - {id: b, type: STRING, dependsOn: {inputs: [a], condition: "{{ a }}"}}\n  - {id: a, type: BOOL}';

    expect((await resolve(yaml, { a: 'false' })).values).toEqual({ a: false });
    expect((await resolve(yaml, { a: 'true', b: 'x', c: 'y' })).values).toEqual({ a: true, b: 'x', c: 'y' });
  });

  test('a condition that cannot be rendered disables the input and is a problem', async () => {
    const { inputs, messages } = await resolve(
      '  - {id: a, type: STRING, dependsOn: {inputs: [], condition: "{{ !x }}"}}',
      { a: 'x' },
    );

    expect(inputs[0]).toMatchObject({ enabled: false });
    expect(messages[0]).toContain('Invalid condition: Unable to find x');
  });

  test('offered values come from an expression, as text', async () => {
    const { inputs, messages } = await resolve('  - {id: a, type: SELECT, expression: "{{ [1, 2] }}"}', { a: '3' });

    expect(inputs[0]!.input.options['values']).toEqual(['1', '2']);
    expect(messages[0]).toContain('`[1, 2]`');
  });

  test('the first value is chosen where the input says so', async () => {
    const { values } = await resolve('  - {id: a, type: SELECT, values: [x, y], autoSelectFirst: true}', {});

    expect(values).toEqual({ a: 'x' });
  });

  test('where several may be chosen, the first value is chosen alone', async () => {
    const { values } = await resolve('  - {id: a, type: MULTISELECT, values: [x, y], autoSelectFirst: true}', {});

    expect(values).toEqual({ a: ['x'] });
  });

  test('values are offered as text, whatever the type of the items is', async () => {
    const yaml = '  - {id: a, type: MULTISELECT, values: ["1", "2"], itemType: INT}';

    expect(await resolve(yaml, { a: '["2"]' })).toMatchObject({ values: { a: [2] }, messages: [] });
    expect((await resolve(yaml, { a: '[3]' })).messages[0]).toContain('it must match the values `[1, 2]`');
  });

  describe('a table', () => {
    const yaml = `  - id: t
    type: TABLE
    rows: {min: 1, max: 2}
    columns:
      - {id: name, type: STRING}
      - {id: count, type: INT, defaults: 1, max: 5}
      - {id: note, type: STRING, required: false}
`;

    test('has rows with a value for each column, from text or as data', async () => {
      const rows = [
        { name: 'x', other: 1 },
        { name: 'y', count: '2', note: 'n' },
      ];
      const values = {
        t: [
          { name: 'x', count: 1, note: null },
          { name: 'y', count: 2, note: 'n' },
        ],
      };

      expect(await resolve(yaml, { t: rows })).toMatchObject({ values, messages: [] });
      expect(await resolve(yaml, { t: JSON.stringify(rows) })).toMatchObject({ values, messages: [] });
    });

    test.each([
      ['{}', 'Expected `TABLE` but received `{}` with errors: it is not a list of maps'],
      ['[1]', 'row 1 must be a map'],
      ['[{"name": "x"}, {"count": 2}]', 'row 2 has no value for `name`'],
      ['[{"name": "x", "count": "many"}]', '`count` of row 1: Expected `INT` but received `many`'],
      ['[{"name": "x", "count": 6}]', '`count` of row 1: it must be less than `5`'],
      ['[]', 'it must have at least `1` rows'],
      ['[{"name": "x"}, {"name": "y"}, {"name": "z"}]', 'it must have at most `2` rows'],
    ])('refuses %s', async (given, message) => {
      expect((await resolve(yaml, { t: given })).messages).toEqual([expect.stringContaining(message)]);
    });
  });

  describe('an object', () => {
    const yaml = `  - id: o
    type: OBJECT
    properties:
      - {id: name, type: STRING}
      - {id: count, type: INT, defaults: 1, max: 5}
      - {id: note, type: STRING, required: false}
      - id: address
        type: OBJECT
        required: false
        properties:
          - {id: city, type: STRING}
          - {id: zip, type: INT}
`;

    test('has a value for each of its properties, from text or as data', async () => {
      const given = { name: 'x', other: 1, address: { city: 'Oslo', zip: '151' } };
      const values = { o: { name: 'x', count: 1, note: null, address: { city: 'Oslo', zip: 151 } } };

      expect(await resolve(yaml, { o: given })).toMatchObject({ values, messages: [] });
      expect(await resolve(yaml, { o: JSON.stringify(given) })).toMatchObject({ values, messages: [] });
      expect((await resolve(yaml, { o: 'name: x' })).values).toEqual({
        o: { name: 'x', count: 1, note: null, address: null },
      });
    });

    test('whose properties are not listed has those that are given', async () => {
      expect((await resolve('  - {id: o, type: OBJECT}', { o: { a: '1' } })).values).toEqual({ o: { a: '1' } });
    });

    test.each([
      ['[1]', 'Expected `OBJECT` but received `[1]` with errors: it is not a map'],
      ['{}', '`name` has no value'],
      ['{"count": 6}', '`name` has no value; `count`: it must be less than `5`'],
      ['{"name": "x", "address": 7}', '`address`: Expected `OBJECT` but received `7` with errors: it is not a map'],
      [
        '{"name": "x", "address": {"zip": "many"}}',
        '`address.city` has no value; `address.zip`: Expected `INT` but received `many`',
      ],
    ])('refuses %s', async (given, message) => {
      expect((await resolve(yaml, { o: given })).messages).toEqual([expect.stringContaining(message)]);
    });
  });

  test('the children of a form are inputs below it', async () => {
    const yaml =
      '  - {id: ask, type: BOOL}\n  - id: form\n    type: FORM\n    dependsOn: {inputs: [ask], condition: "{{ ask }}"}\n    inputs:\n      - {id: name, type: STRING}\n';

    expect((await resolve(yaml, { ask: 'true', 'form.name': 'x' })).values).toEqual({ ask: true, form: { name: 'x' } });
    expect((await resolve(yaml, { ask: 'false' })).values).toEqual({ ask: false });
  });
});
