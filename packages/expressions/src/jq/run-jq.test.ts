import { expect, test } from 'vitest';
import { contextOf, renderSync, renderTypedSync } from '../index.ts';

const jq = (data: unknown, program: string) =>
  renderTypedSync('{{ data | jq(program) }}', contextOf({ data: { it: data }, program: `.it | (${program})` }));

test('what jq 1.6 does otherwise than later versions', () => {
  expect(jq([{ k: 'a', v: 1 }], 'from_entries')).toEqual([{ a: 1 }]);
  expect(jq(1, '[limit(4; repeat(. * 2))]')).toEqual([[1, 2, 4, 8]]);
  expect(jq("'", '@html')).toEqual(['&#39;']);
  expect(jq({ a: [1] }, '[leaf_paths]')).toEqual([[['a', 0]]]);
  expect(jq(1, 'isvalid(error)')).toEqual([false]);
});

test('numbers that pass through keep their kind', () => {
  const context = contextOf({ n: 9007199254740993n });

  expect(renderSync("{{ [1.0, n, 3] | jq('.[]') }}", context)).toBe('[1.0,9007199254740993,3]');
  expect(renderSync("{{ [n] | jq('.[0] + 1') | first }}", context)).toBe('9007199254740994');
});

test('neither files nor the environment can be reached', () => {
  expect(jq(null, '[$ENV, env]')).toEqual([[{}, {}]]);
  expect(() => jq(null, 'input')).toThrow('No more inputs');
  expect(() => jq(null, 'import "a" as a; 1')).toThrow('Unable to parse jq value');
});

test('programs that would fill the memory are stopped', () => {
  for (const program of [
    '[range(20) | ("a" * 16000000) / ""]',
    '[range(20) | ("a" * 16000000) | explode]',
    '[range(31)] | join("a" * 16000000)',
    '("a" * 15000000) as $x | [range(30) | $x] | add',
    '("a" * 15000000) as $x | [range(30) | $x] | @csv',
    '("a" * 15000000) as $x | [range(30) | $x] | @sh',
    '("a" * 15000000) as $x | "\\($x)\\($x)\\($x)\\($x)"',
    '("é" * 15000000) | @uri | @uri',
    '[range(400) | "a" * 16000000 | ascii_upcase]',
  ]) {
    expect(() => jq(1, program)).toThrow('steps');
  }
});

test('a text that does not fit is refused after one pass', () => {
  for (const format of ['%Y', '%s', '%Z']) {
    const text = `${(format === '%Z' ? 'a' : '1').repeat(199)}!`;
    expect(() => jq(text, `strptime("${format.repeat(20)}")`)).toThrow('does not match format');
  }
  expect(() => jq(1, '("=" * 1000000) + "x" | @base64d')).toThrow('is not valid base64 data');
});

test('fields of a date take what they can', () => {
  expect(jq('20150305 7:51', 'strptime("%Y%m%d %H:%M") | mktime')).toEqual([Date.UTC(2015, 2, 5, 7, 51) / 1000]);
  expect(jq('12%', 'strptime("%d%%") | .[2]')).toEqual([12]);
});

test('programs that never end are stopped', () => {
  for (const program of [
    'last(repeat(.))',
    'def f: f; f',
    '[range(1e9)] | length',
    'reduce range(100) as $i ("x"; . + .)',
  ]) {
    expect(() => jq(1, program)).toThrow();
  }
});

test('keys keep their order, numbers among them too', () => {
  const context = contextOf({});

  expect(renderSync('{{ \'{"b":1,"10":2,"9":3}\' | jq(\'.\') | first }}', context)).toBe('{"b":1,"10":2,"9":3}');
});
