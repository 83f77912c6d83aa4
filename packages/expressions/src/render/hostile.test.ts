import { expect, test } from 'vitest';
import { ExpressionError, contextOf, renderSync } from '../index.ts';

class Host {
  readonly own = 'must not be seen';
  get computed(): string {
    return 'must not be seen';
  }
}

const context = contextOf({
  text: 'x'.repeat(1000),
  list: Array.from({ length: 50_000 }, (_, index) => index),
  big: 'ab'.repeat(250_000),
  digits: '1'.repeat(8_000_000),
  json: `[${'{"a":1},'.repeat(50_000)}1]`,
  host: new Host(),
  data: JSON.parse('{"__proto__": {"polluted": 1}, "constructor": "mine"}') as unknown,
});

test.each([
  '{{ text.constructor }}',
  '{{ list.constructor }}',
  '{{ list["constructor"] }}',
  '{{ list.length }}',
  '{{ text.toString() }}',
  '{{ text["__proto__"] }}',
  '{{ __proto__ }}',
  '{{ constructor }}',
  '{{ host.own }}',
  '{{ host.computed }}',
  '{{ host.constructor }}',
  '{{ {}.constructor }}',
  '{{ ({}).constructor }}',
  '{{ ({}).toString }}',
  '{{ list.map }}',
  '{{ (1).constructor }}',
  '{{ loop }}',
  '{{ constructor() }}',
  '{{ toString() }}',
  "{{ 'a' | constructor }}",
  "{{ 'a' | toString }}",
  '{{ 1 is constructor }}',
])('%s reaches nothing', (source) => {
  expect(() => renderSync(source, context)).toThrow(ExpressionError);
});

test('keys that look dangerous are plain data', () => {
  expect(renderSync("{{ data.constructor }}{{ {'__proto__': 1} }}", context)).toBe('mine{"__proto__":1}');
  expect(renderSync('{{ fromJson(\'{"__proto__": {"x": 1}}\').x ?? \'none\' }}', context)).toBe('none');
  expect(renderSync("{{ data | merge({'__proto__': 2}) | keys }}", context)).toBe('["__proto__","constructor"]');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('a host object prints as nothing', () => {
  expect(renderSync('[{{ host }}]', context)).toBe('[]');
});

test.each([
  '{% for a in range(1, 1000) %}{% for b in range(1, 1000) %}{% for c in range(1, 1000) %}{{ a }}{% endfor %}{% endfor %}{% endfor %}',
  '{% set s = text %}{% for i in range(1, 60) %}{% set s = s ~ s %}{% endfor %}{{ s }}',
  '{% set s = list %}{% for i in range(1, 60) %}{% set s = s + s %}{% endfor %}{{ s | length }}',
  "{% set s = '99999999999999999999' | number %}{% for i in range(1, 60) %}{% set s = s * s %}{% endfor %}{{ s }}",
  '{% macro m(x) %}{{ m(x) }}{{ m(x) }}{% endmacro %}{{ m(1) }}',
  '{% block a %}{{ block("a") }}{% endblock %}',
  "{{ 'a\nb' | indent(2000000000) }}",
  "{{ big | replace({'a': big}) }}",
  "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regexMatch('(?=(a+)+$)x|(a+)+$(?=b)') }}",
  '{% for i in range(1, 1000) %}{{ list contains list }}{% endfor %}',
  '{% for i in range(1, 10000) %}{% set x = list | toJson %}{% endfor %}',
  '{{ range(0, 2000000000) }}',
  "{{ list | jq('[.[] as $x | .[] as $y | $x + $y]') }}",
  '{% for i in list %}{{ big }}{% endfor %}',
  '{{ fromJson(digits) }}',
  '{% for i in list %}{% set x = fromJson(json) %}{% endfor %}',
  '{% for i in list %}{% set x = fromIon(json) %}{% endfor %}',
  '{% for i in list %}{% set x = yaml(json) %}{% endfor %}',
])('%s ends with an error about a limit', (source) => {
  expect(() => renderSync(source, context)).toThrow(expect.objectContaining({ kind: 'limit' }) as Error);
});

test('a dangerous pattern runs in linear time', () => {
  expect(renderSync("{{ big | regexMatch('(a|b|ab)*c') }}", context)).toBe('false');
});

test('sources that are nested too deeply are refused', () => {
  const sources = [
    `{{ ${'('.repeat(5_000)}1${')'.repeat(5_000)} }}`,
    `{{ 1${' + 1'.repeat(20_000)} }}`,
    '{% if true %}'.repeat(5_000),
    `{{ a${'.b'.repeat(20_000)} }}`,
    `{{ ${'not '.repeat(5_000)}true }}`,
    `{{ "${'#{"'.repeat(5_000)}`,
  ];
  for (const source of sources) expect(() => renderSync(source, context)).toThrow(ExpressionError);
});
