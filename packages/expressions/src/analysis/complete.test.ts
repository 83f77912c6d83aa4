import { expect, test } from 'vitest';
import { completeAt, describe as describeName } from '../index.ts';

const tree: Record<string, { name: string; type?: string }[]> = {
  '': [{ name: 'inputs' }, { name: 'outputs', type: 'map' }],
  outputs: [{ name: 'my-task' }, { name: 'load' }],
  'outputs.load': [{ name: 'value', type: 'number' }],
};
const environment = { children: (path: readonly string[]) => tree[path.join('.')] };

/** The cursor stands where `^` is. */
function complete(text: string): string[] {
  const offset = text.indexOf('^');
  const source = text.replace('^', '');
  return completeAt(source, offset, environment).map(
    ({ insertText, from, to }) => source.slice(0, from) + insertText + source.slice(to),
  );
}

test.each([
  ['{{ inp^', '{{ inputs'],
  ['{{ outputs.l^ }}', '{{ outputs.load }}'],
  ['{{ outputs.^ }}', "{{ outputs['my-task'] }}"],
  ["{{ outputs['my^", "{{ outputs['my-task'"],
  ['{{ outputs.load.^', '{{ outputs.load.value'],
  ['{{ x | upp^ }}', '{{ x | upper }}'],
  ['{{ x is def^', '{{ x is defined'],
  ['{% endi^', '{% endif'],
  ['{% filter low^', '{% filter lower'],
  ['{% for item in items %}{{ it^', '{% for item in items %}{{ item'],
  ['{% set total = 1 %}{{ tot^', '{% set total = 1 %}{{ total'],
  ['{{ gre^ }}{% macro greet(a) %}{% endmacro %}', '{{ greet( }}{% macro greet(a) %}{% endmacro %}'],
  ["{{ 'a' | date(tim^", "{{ 'a' | date(timeZone="],
  ['{{ "a #{outp^', '{{ "a #{outputs'],
  ['{{ x an^', '{{ x and'],
])('%s can become %s', (before, after) => {
  expect(complete(before)).toContain(after);
});

test('outside of expressions nothing is offered', () => {
  expect(complete('plain te^xt {{ a }}')).toEqual([]);
  expect(complete('{{ a }} te^')).toEqual([]);
});

test('a name is described with its signature', () => {
  expect(describeName('join', 'filter')).toEqual({
    signature: 'join(separator?): text',
    description: 'Joins the items of a list to a text.',
  });
  expect(describeName('nope', 'filter')).toBeUndefined();
});
