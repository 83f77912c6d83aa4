import { expect, test } from 'vitest';
import { IllegalArgument } from '../errors.ts';
import { toChartQuery, type ChartOverrides } from './chart-query.ts';
import type { ChartData, ChartFilter } from './dashboard.ts';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 2, 4);
const window = { defaultMs: dayMs, maxMs: 30 * dayMs };
const own: ChartFilter = { kind: 'field', field: 'NAMESPACE', operation: 'EQUALS', value: 'prod' };
const executions: ChartData = { source: 'Executions', columns: [], where: [own], orderBy: [] };

const query = (overrides: ChartOverrides, data = executions) => toChartQuery(data, overrides, { window, now });

test('the period is the one asked for, else that of the dashboard', () => {
  const periodOf = (overrides: ChartOverrides) => {
    const { fromAt, untilAt } = query(overrides);
    return [(fromAt - now) / dayMs, (untilAt - now) / dayMs];
  };
  expect(periodOf({})).toEqual([-1, 0]);
  expect(periodOf({ startDate: '2026-03-01T00:00:00Z' })).toEqual([-3, 0]);
  expect(periodOf({ endDate: '2026-03-02T00:00:00Z' })).toEqual([-3, -2]);
  expect(periodOf({ filters: [{ field: 'timeRange', operation: 'EQUALS', value: 'P7D' }] })).toEqual([-7, 0]);
});

test.each<[string, ChartOverrides, string]>([
  ['is too long', { startDate: '2026-01-01T00:00:00Z' }, 'at most 30 days'],
  ['ends before it begins', { startDate: '2026-03-05T00:00:00Z' }, 'ends before it begins'],
  ['is none', { startDate: 'yesterday' }, "startDate: 'yesterday' is not a date"],
])('a period that %s is refused', (_, overrides, message) => {
  expect(() => query(overrides)).toThrow(IllegalArgument);
  expect(() => query(overrides)).toThrow(message);
});

test('what the reader says of namespace and labels takes the place of what the chart says', () => {
  expect(query({}).where).toEqual([own]);
  expect(query({ namespace: 'shop', labels: { team: 'sales' } }).where).toEqual([
    { kind: 'field', field: 'NAMESPACE', operation: 'PREFIX', value: 'shop' },
    { kind: 'field', field: 'LABELS', labelKey: 'team', operation: 'EQUALS', value: 'sales' },
  ]);
});

test('other filters hold where the data has the field; one that no data has is refused', () => {
  const state = { field: 'state', operation: 'EQUALS', value: 'FAILED' } as const;
  const flow = { field: 'flowId', operation: 'EQUALS', value: 'load' } as const;
  const flows: ChartData = { ...executions, source: 'Flows', where: [] };
  expect(query({ filters: [state] }).where).toHaveLength(2);
  expect(query({ filters: [state, flow] }, flows).where).toEqual([
    { kind: 'field', field: 'ID', operation: 'EQUALS', value: 'load' },
  ]);
  expect(() => query({ filters: [{ ...state, field: 'stat' }] })).toThrow("unknown filter field 'stat'");
});
