import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextDate, parseCron, previousDate } from './cron.ts';

const at = (text: string): number => Date.parse(text);
const next = (cron: string, zone: string, after: string, withSeconds = false): string | undefined => {
  const date = nextDate(parseCron(cron, { withSeconds }), zone, at(after));
  return date === undefined ? undefined : new Date(date).toISOString();
};

describe('the dialect', () => {
  test.each([
    ['*/5 * * * *', '2026-01-01T00:05:00.000Z'],
    ['5/10 * * * *', '2026-01-01T00:05:00.000Z'],
    ['0 9 * * MON-FRI', '2026-01-01T09:00:00.000Z'],
    ['0 0 * * 7', '2026-01-04T00:00:00.000Z'],
    ['0 0 13 * 5', '2026-01-02T00:00:00.000Z'],
    ['@yearly', '2027-01-01T00:00:00.000Z'],
    ['@hourly', '2026-01-01T01:00:00.000Z'],
  ])('%s', (cron, expected) => {
    expect(next(cron, 'UTC', '2026-01-01T00:00:00Z')).toBe(expected);
  });

  test('seconds come first, where they are asked for', () => {
    expect(next('*/20 * * * * *', 'UTC', '2026-01-01T00:00:01Z', true)).toBe('2026-01-01T00:00:20.000Z');
  });

  test.each([
    '$ome Inv@lid Cr0n',
    '* * * *',
    '* * * * * *',
    '@often',
    '0 0 L * *',
    '0 0 1W * *',
    '0 0 * * 5#2',
    '0 0 ? * *',
    '61 * * * *',
    '*/0 * * * *',
    '/5 * * * *',
    '',
    '* '.repeat(3000),
  ])("'%s' is refused", (cron) => {
    expect(() => parseCron(cron)).toThrow(/^invalid cron expression '/);
  });

  test('a date that never comes is undefined', () => {
    expect(next('0 0 31 2 *', 'UTC', '2026-01-01T00:00:00Z')).toBeUndefined();
  });
});

describe('daylight saving', () => {
  test('a local time that does not exist is left out', () => {
    expect(next('30 2 * * *', 'Europe/Paris', '2026-03-28T12:00:00Z')).toBe('2026-03-30T00:30:00.000Z');
  });

  test('a local time that comes twice counts once', () => {
    expect(next('30 2 * * *', 'Europe/Paris', '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  test('every hour goes on through the repeated one', () => {
    expect(next('0 * * * *', 'Europe/Paris', '2026-10-25T00:00:00Z')).toBe('2026-10-25T01:00:00.000Z');
  });
});

const anyZone = fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
const anyCron = fc
  .tuple(
    fc.constantFrom('*', '0', '30', '*/7', '5,35'),
    fc.constantFrom('*', '2', '1-3', '*/6', '23'),
    fc.constantFrom('*', '1', '29', '15-20'),
    fc.constantFrom('*', '2', '3', '10,11'),
    fc.constantFrom('*', '0', '1-5'),
  )
  .map((fields) => parseCron(fields.join(' ')));
const anyInstant = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });

test('the next date lies after, and going back from behind it leads to it', () => {
  fc.assert(
    fc.property(anyCron, anyZone, anyInstant, (cron, zone, after) => {
      const date = nextDate(cron, zone, after);
      fc.pre(date !== undefined);
      expect(date).toBeGreaterThan(after);
      expect(previousDate(cron, zone, date + 1000)).toBe(date);
    }),
  );
});

test('no date lies between an instant and its next date', () => {
  fc.assert(
    fc.property(anyCron, anyZone, anyInstant, fc.double({ min: 0, max: 1, noNaN: true }), (cron, zone, after, part) => {
      const date = nextDate(cron, zone, after);
      fc.pre(date !== undefined);
      expect(nextDate(cron, zone, after + Math.floor((date - after - 1) * part))).toBe(date);
    }),
  );
});
