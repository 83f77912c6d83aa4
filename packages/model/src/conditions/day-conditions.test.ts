import { expect, test } from 'vitest';
import { isDayCondition } from './day-conditions.ts';

const weekend = { type: 'io.kestra.plugin.core.condition.Weekend' };
const not = (...conditions: object[]) => ({ type: 'io.kestra.plugin.core.condition.Not', conditions });
const between = { type: 'io.kestra.plugin.core.condition.TimeBetween', after: '08:00:00Z' };

test.each([
  ['a weekend', weekend, true],
  ['no weekend', not(weekend), true],
  ['a day of the week by its older name', { type: 'DayWeek', dayOfWeek: 'MONDAY' }, true],
  ['a weekend of another date', { ...weekend, date: '{{ now() }}' }, false],
  ['a day that must be rendered', { type: 'DayWeek', dayOfWeek: '{{ vars.day }}' }, false],
  ['a time of day', between, false],
  ['neither weekend nor time', not(weekend, between), false],
  ['an expression', { type: 'io.kestra.plugin.core.condition.Expression', expression: 'true' }, false],
])('whether the day alone decides: %s', (_, condition, expected) => {
  expect(isDayCondition(condition as never)).toBe(expected);
});
