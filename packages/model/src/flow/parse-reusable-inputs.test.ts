import { expect, test } from 'vitest';
import { errorsText } from '../problem.ts';
import { parseReusableInputs, reusableInputsOf } from './parse-reusable-inputs.ts';

const name = { namespace: 'company', id: 'customer' };
const inputs = 'inputs: [{ id: city, type: STRING }]';

test.each([
  ['', 'The source is empty'],
  ['[]', 'Reusable inputs are a map'],
  ['inputs: {', 'Flow map'],
  ['description: nothing', 'inputs: must not be empty'],
  ['inputs: []', 'inputs: must not be empty'],
  ['inputs: 7', 'inputs: must be a list'],
  [`${inputs}\ninputz: []`, 'Unrecognized field "inputz"'],
  [`id: other\n${inputs}`, "id: 'other' does not say where it is saved: write 'customer', or leave it out"],
  [`namespace: other\n${inputs}`, "namespace: 'other' does not say where it is saved: write 'company'"],
  ['inputs: [{ id: a, type: REUSABLE_INPUTS, ref: b }]', 'a: reusable inputs cannot hold others'],
  ['inputs: [{ id: a, type: INT, dependsOn: { inputs: [b] } }]', "depends on a non-existent input 'b'"],
  ['inputs: [{ id: a, type: INT, defaults: x }]', "Invalid default for input 'a'"],
  ['inputs: [{ id: a, type: INT, dependsOn: { inputs: [a] } }]', 'Cycle dependency detected'],
])('%j is refused', (source, message) => {
  expect(errorsText(parseReusableInputs(source, name).problems)).toContain(message);
});

test('a name that no path can hold is refused', () => {
  const { problems } = parseReusableInputs(inputs, { namespace: 'Company', id: '-x' });

  expect(errorsText(problems)).toContain("'-x' is not a valid id");
  expect(errorsText(problems)).toContain("'Company' is not a valid namespace");
});

test('names in expressions are those of the flow, and not judged', () => {
  const source = `${inputs.replace('STRING', 'STRING, defaults: "{{ inputs.region }}"')}\ndescription: "{{ x }}"`;

  expect(parseReusableInputs(source, name).problems).toEqual([]);
});

test('a document that was accepted once is read although it holds what is not known any more', () => {
  const read = reusableInputsOf({
    inputs: [
      { id: 'a', type: 'INT', colour: 'red' },
      { id: 'b', type: 'GONE' },
    ],
  });

  expect(read.map(({ id }) => id)).toEqual(['a']);
});
