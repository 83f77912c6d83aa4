import { expect, test } from 'vitest';
import { fromLocalText, toLocalText } from './local-text.ts';

test.each([
  ['Asia/Tokyo', '2026-03-04T08:30', '2026-03-03T23:30:00.000Z'],
  ['America/New_York', '2026-03-08T01:30', '2026-03-08T06:30:00.000Z'],
  ['America/New_York', '2026-03-08T03:30', '2026-03-08T07:30:00.000Z'],
  ['Europe/Berlin', '2026-03-29T01:59:59', '2026-03-29T00:59:59.000Z'],
  ['Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
  ['UTC', '2026-03-04T00:00', '2026-03-04T00:00:00.000Z'],
])('in %s the field %s means %s, and shows it again', (zone, field, instant) => {
  expect(fromLocalText(field, { zone })).toBe(instant);
  expect(toLocalText(instant, { zone })).toBe(field.padEnd(19, ':00'));
});

test('an hour that the clocks pass over is the one after', () => {
  expect(fromLocalText('2026-03-29T02:30', { zone: 'Europe/Berlin' })).toBe('2026-03-29T01:30:00.000Z');
});

test('what is no date and time stays as it is, and so does what has a zone', () => {
  const texts = ['', 'soon', '2026-03-04T00:00:00Z'];

  expect(texts.map((text) => fromLocalText(text, { zone: 'Asia/Tokyo' }))).toEqual(texts);
  expect(toLocalText('soon', { zone: 'Asia/Tokyo' })).toBe('soon');
});
