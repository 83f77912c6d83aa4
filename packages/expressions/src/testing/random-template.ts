import { filterNames, functionNames, testNames } from '../analysis/describe.ts';

export type Random = () => number;

/** Mulberry32: small, and the same everywhere for a seed. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

const soup = [
  '{{',
  '}}',
  '{%',
  '%}',
  '{#',
  '#}',
  '{{-',
  '-}}',
  '{%-',
  '-%}',
  ' ',
  '\n',
  '"',
  "'",
  '#{',
  '}',
  '{',
  '(',
  ')',
  '[',
  ']',
  ',',
  ':',
  '=',
  '.',
  '|',
  '?',
  '??',
  '???',
  '..',
  '~',
  '+',
  '-',
  '*',
  '/',
  '%',
  '<',
  '>=',
  '==',
  'is',
  'is not',
  'and',
  'or',
  'not',
  'contains',
  'isIn',
  'if',
  'else',
  'endif',
  'for',
  'in',
  'endfor',
  'set',
  'macro',
  'endmacro',
  'block',
  'endblock',
  'filter',
  'endfilter',
  'raw',
  'endraw',
  'verbatim',
  'endverbatim',
  'inputs',
  'name',
  'x',
  'loop',
  '1',
  '2L',
  '1.5',
  'true',
  'null',
  '\\',
  '\\"',
  'é',
  '👍',
  '\u0000',
  '@',
  '__proto__',
  'constructor',
  '$1',
  '9223372036854775807',
  '-1',
];

const values = [
  'inputs.name',
  'inputs.n',
  'inputs.f',
  'inputs.list',
  'inputs.nothing',
  'inputs.text',
  'inputs.map',
  'inputs.map["b-c"]',
  'outputs.t1.value',
  'outputs.big',
  'date',
  'missing',
  'x',
  'loop.index',
  "'text'",
  '"a#{inputs.n}b"',
  '1',
  '0',
  '2.5',
  '-3',
  'true',
  'null',
  '[]',
  '{}',
  '[1, 2, [3]]',
  "{'a': 1, 'b': null}",
  "'yyyy-MM-dd'",
  "'(a+)+$'",
  "'.[] | tostring'",
  "''",
  'inputs.constructor',
  'inputs.__proto__',
  "'%s %d'",
  "'#,##0.00'",
  "'DAYS'",
  "'Europe/Paris'",
];

const binary = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '==',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '~',
  'and',
  'or',
  'contains',
  'isIn',
  '..',
  '??',
  '???',
  'equals',
];
// ids and the like differ from one rendering to the next, which is no finding; encryption and holidays are slow to load
const functions = functionNames.filter((name) => !/uuid|Id$|^id$|ksuid|crypt|Holiday/.test(name));

function expression(random: Random, depth: number): string {
  const kind = depth <= 0 ? 0 : Math.floor(random() * 11);
  const inner = () => expression(random, depth - 1);
  switch (kind) {
    case 1:
    case 2:
      return `${inner()} ${pick(random, binary)} ${inner()}`;
    case 3:
    case 4: {
      const args = random() < 0.4 ? '' : `(${Array.from({ length: Math.ceil(random() * 2) }, inner).join(', ')})`;
      return `${inner()} | ${pick(random, filterNames)}${args}`;
    }
    case 5:
      return `${pick(random, functions)}(${Array.from({ length: Math.floor(random() * 3) }, inner).join(', ')})`;
    case 6:
      return `${inner()} ${random() < 0.5 ? 'is' : 'is not'} ${pick(random, testNames)}`;
    case 7:
      return `(${inner()} ? ${inner()} : ${inner()})`;
    case 8:
      return `(${inner()})${random() < 0.5 ? `[${inner()}]` : '.a'}`;
    case 9:
      return `${pick(random, ['not ', '-', '+'])}${inner()}`;
    case 10:
      return random() < 0.5 ? `[${inner()}, ${inner()}]` : `{${inner()}: ${inner()}}`;
    default:
      return pick(random, values);
  }
}

function statement(random: Random, depth: number): string {
  const body = () => (depth <= 0 ? 'text' : statements(random, depth - 1));
  const value = () => expression(random, 3);
  switch (Math.floor(random() * 9)) {
    case 0:
      return `{% if ${value()} %}${body()}{% else %}${body()}{% endif %}`;
    case 1:
      return `{% for x in ${value()} %}${body()}{% endfor %}`;
    case 2:
      return `{% set x = ${value()} %}`;
    case 3:
      return `{% macro m${Math.floor(random() * 3)}(x, y=${value()}) %}${body()}{% endmacro %}{{ m1(${value()}) }}`;
    case 4:
      return `{% block b %}${body()}{% endblock %}{{ block('b') }}`;
    case 5:
      return `{% filter upper | trim %}${body()}{% endfilter %}`;
    case 6:
      return pick(random, [
        'plain text\n',
        '{# note #}',
        '{% raw %}{{ a }}{% endraw %}',
        ' { ',
        '{%- verbatim %} {{ {% endverbatim %}',
      ]);
    default:
      return `{{ ${value()} }}`;
  }
}

function statements(random: Random, depth: number): string {
  return Array.from({ length: 1 + Math.floor(random() * 3) }, () => statement(random, depth)).join('');
}

/** A template that is well formed, or well formed and then damaged, or a soup of what templates are made of. */
export function makeTemplate(random: Random): string {
  const kind = random();
  if (kind < 0.3)
    return Array.from({ length: 1 + Math.floor(random() * 30) }, () => pick(random, soup)).join(
      random() < 0.5 ? '' : ' ',
    );
  const source = statements(random, 2);
  if (kind < 0.8) return source;
  const at = Math.floor(random() * source.length);
  return source.slice(0, at) + pick(random, soup) + source.slice(at + Math.floor(random() * 4));
}
