/** Data that is small in memory and endless to walk, and texts that take for ever to be searched. */
import { describe, expect, test } from 'vitest';
import { contextOf, ExpressionError, renderSync, renderTypedSync } from '../index.ts';

describe('what takes a line to write down and for ever to walk', () => {
  const grow = (inner: string, around: string): string =>
    `{% set x = ${inner} %}{% set y = ${inner} %}{% for i in 1..40 %}{% set x = ${around.replaceAll('v', 'x')} %}{% set y = ${around.replaceAll('v', 'y')} %}{% endfor %}`;
  const lists = grow('[1]', '[v, v, v]');
  const maps = grow("{'a': 1}", "{'a': v, 'b': v}");

  test.each([
    '{{ x }}',
    '{{ x ~ "" }}',
    '{{ x | toJson }}',
    '{{ x | toIon }}',
    '{{ x | yaml }}',
    '{{ x == y }}',
    '{{ [x] contains y }}',
    '{{ [x, y] | distinct }}',
    "{{ x | jq('tojson') }}",
    "{{ [x, y] | jq('.[0] == .[1]') }}",
    "{{ [x, y] | jq('.[0] * .[1]') }}",
    "{{ [x, y] | jq('.[0] | contains([1])') }}",
    "{{ x | jq('flatten') }}",
  ])('%s ends', (end) => {
    for (const start of [lists, maps]) {
      try {
        expect(renderSync(start + end, contextOf({})).length).toBeLessThan(20_000_000);
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
      }
    }
  });

  test('as a value, too', () => {
    for (const start of [lists, maps]) {
      expect(() => renderTypedSync(`${start}{{ x }}`, contextOf({}))).toThrow('items');
    }
  });

  test.each([
    '{{ t contains p }}',
    "{{ t | replace({p: ''}) }}",
    '{{ t | substringBefore(p) }}',
    '{{ t | split(p) }}',
    "{{ t.replace(p, '') }}",
    '{{ t.split(p) }}',
    "{{ [t, p] | jq('.[1] as $p | .[0] | contains($p)') }}",
    "{{ [t, p] | jq('.[1] as $p | .[0] | indices($p)') }}",
    "{{ [t, p] | jq('.[0] / .[1]') }}",
    "{{ [t, p] | jq('.[1] as $p | .[0] | split($p)') }}",
  ])('%s of long texts is refused', (template) => {
    const t = 'a'.repeat(1_000_000);
    const p = `${'a'.repeat(250_000)}b${'a'.repeat(250_000)}`;
    expect(() => renderSync(template, contextOf({ t, p }))).toThrow(ExpressionError);
  });
});
