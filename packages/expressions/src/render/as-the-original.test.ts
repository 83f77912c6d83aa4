import { expect, test } from 'vitest';
import { render } from '../index.ts';

const options = { timeZone: 'UTC' };

test.each([
  // a part that begins at the end is empty, unless its end was asked for
  ["[{{ [] | slice }}{{ '' | slice }}{{ 'abc' | slice(3) }}]", '[[]]'],
  ["{{ '' | indent(-1) }}{{ '' | nindent(-1) }}", ''],
  ['{{ null | regexReplace() }}{{ null | regexExtract() }}{{ null | regexMatch() }}', 'false'],
  ['{{ max(1, null, 3) }} {{ min(null, 2) }} [{{ max(null) }}]', '3 2 []'],
  ["{{ -n | className }} {{ +n | className }} {{ -'5' }} {{ -0.0 }}", 'java.lang.Long java.lang.Long -5 -0.0'],
  ["{{ 'ßa ǆx' | title }} {{ 'ßa' | capitalize }} {{ ' éa' | capitalize }}", 'ßa ǅx ßa  Éa'],
  ["{{ 'abc'.length }} {{ list.size }} {{ list.empty }} {{ ''.empty }} {{ list[1] }}", '3 2 false true '],
  ["{{ isLastWorkingDay('2025-01-30', 'MONDAY thursday') }} {{ isLastWorkingDay('2025-01-31', '') }}", 'true true'],
  ["{{ isPublicHoliday('2024-11-11', 'FR', '') }}", 'true'],
  ["{{ dayOfWeek(fromIon('2025-01-06T10:00:00Z')) }}", 'MONDAY'],
  ["{{ '0x1F' | number('INT') }} {{ '-0x1f' | number('LONG') }}", '31 -31'],
  ['{{ [1.0, 1.5, 12345678.9, 0.0001] | toIon }}', '[1e0,1.5e0,1.23456789E7,1.0E-4]'],
  ["{{ ['a ', 'a:', 'a:b', 'a: b', tab] | yaml }}", ' - \'a \'\n - \'a:\'\n - a:b\n - "a: b"\n - "a\\tb"\n'],
  ["{{ day | date('MMMM', locale='ja') }} {{ day | date('MMM', locale='zh') }}", '2月 2月'],
  ["{{ '5 2月 2024' | date('yyyy-MM-dd', existingFormat='d MMMM yyyy', locale='ja') }}", '2024-02-05'],
  ["{{ day | date('z zzzz VV', timeZone='GMT') }}", 'GMT Greenwich Mean Time GMT'],
  ["{{ '2024-036' | date('iso_date', existingFormat='iso_ordinal_date') }}", '2024-02-05Z'],
  ["{{ '2024-036+02:00' | date('iso_instant', existingFormat='iso_ordinal_date') }}", '2024-02-04T22:00:00Z'],
  ["{{ '2024-W06-1' | date('iso_date', existingFormat='iso_week_date') }}", '2024-02-05Z'],
  ["{{ '2020-W53-7Z' | date('iso_week_date', existingFormat='iso_week_date') }}", '2020-W53-7Z'],
  ["{{ day | date('iso_ordinal_date', timeZone='Asia/Kolkata') }}", '2024-036+05:30'],
  ["{{ 'Mon 5.2.2024 PM 13:30' | date('iso_sec', existingFormat='EEE d.M.y a H:m') }}", '2024-02-05T13:30:00Z'],
  ["{{ '+12024-02-05' | date('yyyy-MM-dd', existingFormat='yyyy-MM-dd') }}", '+12024-02-05'],
])('%s gives %j', async (template, text) => {
  const variables = { n: 3, list: ['a', null], tab: 'a\tb', day: '2024-02-05' };

  expect(await render(template, variables, options)).toBe(text);
});

test.each([
  ["{{ 'Alex' | slice(0, 1000) }}", 'toIndex must be smaller than input size: 4'],
  ["{{ 'abc' | slice(2, 2) }}", 'toIndex must be greater than fromIndex'],
  ["{{ 'a' | indent }}", "The 'indent' filter expects an integer as argument 'amount'."],
  ["{{ 'a' | nindent(-1) }}", "The 'nindent' filter expects a positive integer >=0 as argument 'amount'."],
  ['{{ null | abs }}', 'Can not pass null value to "abs" filter.'],
  ["{{ 'a' | abs }}", "The 'abs' filter does require as input a number."],
  ["{{ 'a,b' | split }}", 'missing delimiter parameter in split filter'],
  ["{{ '?' | base64decode }}", 'Please provide a correctly Base64 encoded string'],
  ["{{ 'a' | escapeChar('foo') }}", "expects the value of 'type' to be either 'single', 'double', or 'shell'."],
  ["{{ 'a' | escapeChar }}", "The 'escapeChar' filter expects an argument 'type'."],
  ['{{ yaml(null) }}', "The 'yaml' function expects an argument 'yaml' with type string."],
  ['{{ kv(null) }}', "The 'kv' function expects an argument 'key'."],
  ["{{ 'abc'.class }}", 'Unable to find `class`'],
  ["{{ '2021-W53-1' | date(existingFormat='iso_week_date') }}", 'could not be parsed as a date'],
  ["{{ 'Tue 5.2.2024' | date(existingFormat='EEE d.M.y') }}", 'could not be parsed as a date'],
  ["{{ '5.2.2024 AM 13:30' | date(existingFormat='d.M.y a H:m') }}", 'could not be parsed as a date'],
  ["{{ '12024-02-05' | date(existingFormat='yyyy-MM-dd') }}", 'could not be parsed at index 0'],
  ["{{ '+2024-02-05' | date(existingFormat='yyyy-MM-dd') }}", 'could not be parsed at index 0'],
])('%s fails: %s', async (template, message) => {
  await expect(render(template, {}, options)).rejects.toThrow(message);
});

test('a secret in full has its value beside what is known about it, and is not rendered again', async () => {
  const flow = { flow: { namespace: 'team' } };
  const stubs = { secrets: { team: { KEY: 'a{{ b }}c' } } };

  expect(await render("{{ secret('KEY', full=true).value }}", flow, { stubs, mode: 'recursive' })).toBe('a{{ b }}c');
  expect(await render("{{ secret('KEY', full=true).metadata }}", flow, { stubs })).toBe('{}');
  expect(await render("{{ secret('KEY', subkey='') }}", flow, { stubs })).toBe('a{{ b }}c');
});
