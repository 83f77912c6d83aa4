import { expect, test } from 'vitest';
import type { Layout } from './layout.ts';
import { firstView, isSeen } from './viewport.ts';

const box = (kind: 'start' | 'task', x: number, y: number) =>
  ({ id: `${x} ${y}`, kind, x, y, width: 100, height: 40 }) as Layout['boxes'][number];
const size = { width: 800, height: 600 };

test('a small drawing stands in the middle, as large as it is', () => {
  const view = firstView([box('start', 0, 0), box('task', 0, 100)], size, undefined);

  expect(view).toEqual({ x: 350, y: 230, zoom: 1 });
});

test('a long one is not made too small to read: it begins at its start, or shows the chosen box', () => {
  const boxes = [box('start', 300, 0), ...Array.from({ length: 50 }, (_, index) => box('task', 300, 100 * index))];
  const chosen = boxes[40]!;

  const atStart = firstView(boxes, size, undefined);
  const atChosen = firstView(boxes, size, chosen);

  expect(atStart.zoom).toBe(0.7);
  expect(isSeen(boxes[0]!, atStart, size)).toBe(true);
  expect(isSeen(chosen, atStart, size)).toBe(false);
  expect(isSeen(chosen, atChosen, size)).toBe(true);
});
