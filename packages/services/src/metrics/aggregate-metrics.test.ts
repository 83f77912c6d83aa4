import { expect, test } from 'vitest';
import { aggregateMetrics, groupByFor } from './aggregate-metrics.ts';

const at = (text: string): number => Date.parse(text);
const day = 86_400_000;

test('the span follows from the length of time', () => {
  const spans = [0.01, 0.5, 7, 200, 400].map((days) => groupByFor(0, days * day));
  expect(spans).toEqual(['minute', 'hour', 'day', 'week', 'month']);
});

test('every span has a point, empty ones without a value', () => {
  const entries = [
    { at: at('2026-03-02T10:00:00Z'), value: 1 },
    { at: at('2026-03-02T23:59:59Z'), value: 4 },
    { at: at('2026-03-04T00:00:00Z'), value: -2 },
  ];
  const values = (aggregation: 'sum' | 'avg' | 'min' | 'max') =>
    aggregateMetrics(entries, aggregation, 'day', at('2026-03-02T08:00:00Z'), at('2026-03-04T08:00:00Z')).map(
      ({ value }) => value,
    );

  expect(values('sum')).toEqual([5, undefined, -2]);
  expect(values('avg')).toEqual([2.5, undefined, -2]);
  expect(values('min')).toEqual([1, undefined, -2]);
  expect(values('max')).toEqual([4, undefined, -2]);
});

test('weeks begin on Mondays, months on the first, in UTC', () => {
  const begins = (groupBy: 'week' | 'month', from: string, until: string): string[] =>
    aggregateMetrics([], 'sum', groupBy, at(from), at(until)).map((point) => new Date(point.at).toISOString());

  expect(begins('week', '2026-03-04T00:00:00Z', '2026-03-10T00:00:00Z')).toEqual([
    '2026-03-02T00:00:00.000Z',
    '2026-03-09T00:00:00.000Z',
  ]);
  expect(begins('month', '2026-01-31T00:00:00Z', '2026-03-01T00:00:00Z')).toEqual([
    '2026-01-01T00:00:00.000Z',
    '2026-02-01T00:00:00.000Z',
    '2026-03-01T00:00:00.000Z',
  ]);
});
