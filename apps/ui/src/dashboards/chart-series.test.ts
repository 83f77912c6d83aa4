import { expect, test } from 'vitest';
import type { WireChart } from '../api/dashboards.ts';
import { toBars, toSlices, toTimeSeries } from './chart-series.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2026, 0, 31);
const iso = (at: number): string => new Date(at).toISOString();

function chartOf(kind: string, chartOptions: NonNullable<WireChart['chartOptions']>, columns: object): WireChart {
  return { id: 'x', type: `a.${kind}`, chartOptions, data: { type: 'a.Executions', columns: columns as never } };
}

test('a time series has a slot for each span of the period, the empty ones too', () => {
  const chart = chartOf(
    'TimeSeries',
    { column: 'date', colorByColumn: 'state' },
    {
      date: { field: 'START_DATE' },
      state: { field: 'STATE' },
      total: { agg: 'COUNT', graphStyle: 'BARS' },
      took: { field: 'DURATION', agg: 'SUM' },
    },
  );
  const results = [
    { date: iso(start), state: 'FAILED', total: 1, took: 5 },
    { date: iso(start), state: 'SUCCESS', total: 2, took: 3 },
    { date: iso(start + 2 * hourMs), state: 'SUCCESS', total: 4, took: null },
  ];
  const period = {
    startDate: iso(start + 1_000),
    endDate: iso(start + 2 * hourMs + 1),
    span: { sizeMs: hourMs, offsetMs: 0 },
  };

  const series = toTimeSeries(chart, { results, period });

  expect(series.slots.map(({ from, total }) => [from, total])).toEqual([
    [start, 3],
    [start + hourMs, 0],
    [start + 2 * hourMs, 4],
  ]);
  expect(series.slots.map(({ lines }) => [...lines[0]!])).toEqual([
    [
      ['FAILED', 5],
      ['SUCCESS', 3],
    ],
    [],
    [],
  ]);
  // As states follow each other, not as letters do
  expect(series.groups).toEqual(['SUCCESS', 'FAILED']);
  expect([series.bars?.name, series.lines.map(({ name }) => name)]).toEqual(['total', ['took']]);
});

test('bars keep the order of the rows, and are made of what else is grouped by', () => {
  const chart = chartOf(
    'Bar',
    {},
    { namespace: { field: 'NAMESPACE' }, state: { field: 'STATE' }, total: { agg: 'COUNT' } },
  );
  const rows = [
    { namespace: 'b', state: 'SUCCESS', total: 5 },
    { namespace: 'a', state: 'FAILED', total: 2 },
    { namespace: 'b', state: 'FAILED', total: 1 },
  ];
  const { bars, groups } = toBars(chart, rows);
  expect(bars.map(({ name, total, parts }) => [name, total, [...parts.keys()]])).toEqual([
    ['b', 6, ['SUCCESS', 'FAILED']],
    ['a', 2, ['FAILED']],
  ]);
  expect(groups).toEqual(['SUCCESS', 'FAILED']);
});

test('bars that are ordered by their value stand in the order of their sums', () => {
  const columns = { flow: { field: 'FLOW_ID' }, state: { field: 'STATE' }, total: { agg: 'COUNT' } };
  const chart = chartOf('Bar', {}, columns);
  const rows = [
    { flow: 'one', state: 'SUCCESS', total: 5 },
    { flow: 'two', state: 'SUCCESS', total: 4 },
    { flow: 'two', state: 'FAILED', total: 3 },
  ];
  const named = (order: 'ASC' | 'DESC') =>
    toBars({ ...chart, data: { ...chart.data!, orderBy: [{ column: 'total', order }] } }, rows).bars.map(
      ({ name }) => name,
    );
  expect([named('DESC'), named('ASC')]).toEqual([
    ['two', 'one'],
    ['one', 'two'],
  ]);
});

test('slices are the largest first; what is absent is one of them', () => {
  const chart = chartOf('Pie', {}, { team: { field: 'LABELS' }, total: { agg: 'COUNT' } });
  const rows = [
    { team: null, total: 1 },
    { team: 'sales', total: 3 },
  ];
  expect(toSlices(chart, rows)).toMatchObject({
    slices: [
      { name: 'sales', value: 3 },
      { name: '–', value: 1 },
    ],
    total: 4,
  });
});
