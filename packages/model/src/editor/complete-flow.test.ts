import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testCatalog } from '../testing/test-catalog.ts';
import { completeFlow } from './complete-flow.ts';
import { flowJsonSchema } from './flow-json-schema.ts';
import { hoverFlow } from './hover-flow.ts';

const schema = flowJsonSchema(testCatalog);

/** The cursor stands at the bar. */
function complete(text: string) {
  const offset = text.indexOf('|>');
  return completeFlow(text.replace('|>', ''), offset, schema);
}

const labels = (text: string): readonly string[] => complete(text).map((candidate) => candidate.label);

const head = 'id: f\nnamespace: n\n';

describe('keys', () => {
  test('at the top: what is missing, required first', () => {
    expect(labels(`${head}|>`)[0]).toBe('tasks');
    expect(labels(`${head}|>`)).not.toContain('id');
    expect(labels(`${head}inp|>`)).toEqual(['inputs']);
  });

  test('of a task: those of its type', () => {
    const found = complete(`${head}tasks:\n  - id: a\n    type: io.kestra.plugin.core.log.Log\n    |>\n`);

    expect(found[0]).toMatchObject({
      label: 'message',
      insertText: 'message: ',
      detail: expect.stringContaining('required'),
    });
    expect(found.map((candidate) => candidate.label)).toContain('level');
    expect(found.map((candidate) => candidate.label)).not.toContain('type');
  });

  test('of a task without a type: what all tasks have', () => {
    expect(labels(`${head}tasks:\n  - |>`).slice(0, 2)).toEqual(['id', 'type']);
  });

  test('deep inside flowables, and in lists that stand at the column of their key', () => {
    const text = `${head}tasks:\n- id: s\n  type: io.kestra.plugin.core.flow.If\n  then:\n  - id: a\n    type: io.kestra.plugin.core.test.Count\n    options:\n      |>\n`;

    expect(labels(text)).toEqual(['depth']);
  });

  test('of reusable inputs: theirs, and those of each input', () => {
    const own = { ...schema, $ref: '#/$defs/reusableInputs' };
    const found = (text: string) => completeFlow(text, text.length, own).map(({ label }) => label);

    expect(found('id: x\n')).toEqual(['inputs', 'namespace', 'description']);
    expect(found('inputs:\n  - id: a\n    type: INT\n    ')).toContain('max');
  });

  test('while what follows is no valid YAML', () => {
    expect(labels(`${head}retry:\n  inter|>\ntasks: [\n`)).toContain('interval');
  });
});

describe('values', () => {
  test('types of tasks, of triggers, of inputs', () => {
    expect(labels(`${head}tasks:\n  - id: a\n    type: log|>`)).toEqual(['io.kestra.plugin.core.log.Log']);
    expect(labels(`${head}triggers:\n  - type: sched|>`)).toEqual([
      'io.kestra.plugin.core.trigger.Schedule',
      'io.kestra.plugin.core.trigger.ScheduleOnDates',
    ]);
    expect(labels(`${head}inputs:\n  - id: a\n    type: DATE|>`)).toEqual(['DATETIME', 'DATE']);
  });

  test('enumerations and booleans', () => {
    expect(labels(`${head}tasks:\n  - id: a\n    type: io.kestra.plugin.core.log.Log\n    level: |>`)).toEqual([
      'INFO',
      'WARN',
    ]);
    expect(labels(`${head}disabled: |>`)).toEqual(['true', 'false']);
    expect(
      labels(`${head}triggers:\n  - id: t\n    type: io.kestra.plugin.core.trigger.Flow\n    states:\n      - SUC|>`),
    ).toEqual(['SUCCESS']);
  });

  test('ids of tasks in dependencies', () => {
    const text = `${head}tasks:\n  - id: d\n    type: io.kestra.plugin.core.flow.Dag\n    tasks:\n      - task:\n          id: one\n          type: io.kestra.plugin.core.debug.Return\n      - dependsOn:\n          - o|>\n`;

    expect(labels(text)).toContain('one');
  });

  test('the range is the word', () => {
    const text = `${head}tasks:\n  - id: a\n    type: io.kes`;

    const [first] = completeFlow(text, text.length, schema);

    expect(text.slice(first!.from, first!.to)).toBe('io.kes');
  });
});

describe('expressions', () => {
  const flow = (expression: string): string =>
    `${head}inputs:\n  - id: user\n    type: STRING\n  - id: db.host\n    type: STRING\n  - id: form\n    type: FORM\n    inputs:\n      - id: mail\n        type: EMAIL\nvariables:\n  first: 1\ntasks:\n  - id: one\n    type: io.kestra.plugin.core.debug.Return\n    format: "${expression}"\n`;

  test('roots, inputs, tasks, variables, nested ids', () => {
    expect(labels(flow('{{ inp|> }}'))).toContain('inputs');
    expect(labels(flow('{{ inputs.|> }}'))).toEqual(['user', 'db', 'form']);
    expect(labels(flow('{{ inputs.form.|> }}'))).toEqual(['mail']);
    expect(labels(flow('{{ inputs.db.|> }}'))).toEqual(['host']);
    expect(labels(flow('{{ outputs.|> }}'))).toEqual(['one']);
    expect(labels(flow('{{ vars.f|>'))).toEqual(['first']);
  });

  test('filters behind a bar', () => {
    expect(labels(flow('{{ inputs.user | upp|> }}'))).toEqual(['upper']);
  });
});

test('hover explains properties, types and filters', () => {
  const text = `${head}tasks:\n  - id: a\n    type: io.kestra.plugin.core.flow.If\n    condition: "{{ inputs.x | upper }}"\n`;

  expect(hoverFlow(text, text.indexOf('condition') + 2, schema)).toMatchObject({
    title: 'condition: string, required',
  });
  expect(hoverFlow(text, text.indexOf('flow.If') + 6, schema)).toMatchObject({
    title: 'Run tasks if a condition holds',
  });
  expect(hoverFlow(text, text.indexOf('upper') + 1, schema)?.title).toContain('upper');
});

test('at the very beginning, before an empty line', () => {
  expect(completeFlow('\n', 0, schema)[0]).toMatchObject({ label: 'id', from: 0, to: 0 });
});

test('nothing that is typed makes it throw', () => {
  const piece = fc.constantFrom(
    'id: ',
    'tasks:',
    '\n',
    '  ',
    '- ',
    'type: ',
    '{{ ',
    ' }}',
    'inputs.',
    '|',
    '"',
    "'",
    '#',
    ':',
    'io.kestra.plugin.core.log.Log',
    '{',
    ']',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(), (parts, at) => {
      const text = parts.join('');
      const offset = at % (text.length + 1);
      completeFlow(text, offset, schema);
      hoverFlow(text, offset, schema);
    }),
    { numRuns: 1_000 },
  );
});
