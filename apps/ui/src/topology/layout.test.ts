import ELK from 'elkjs/lib/elk.bundled.js';
import { expect, test } from 'vitest';
import type { Drawing } from './drawing.ts';
import { layOut } from './layout.ts';

const thing = (id: string) => ({ id, type: 'Log' });
const drawing: Drawing = {
  boxes: [
    { id: 'group', kind: 'group' },
    { id: 'start', kind: 'start' },
    { id: 'end', kind: 'end' },
    { id: 'choose', kind: 'task', parent: 'group', thing: thing('choose') },
    { id: 'first', kind: 'task', parent: 'group', thing: thing('first') },
    { id: 'second', kind: 'task', parent: 'group', thing: thing('second') },
    { id: 'third', kind: 'task', parent: 'group', thing: thing('third') },
    { id: 'join', kind: 'join', parent: 'group' },
  ],
  arrows: [
    { id: '0', from: 'start', to: 'choose' },
    ...['first', 'second', 'third'].flatMap((id) => [
      { id: `to ${id}`, from: 'choose', to: id, label: id },
      { id: `from ${id}`, from: id, to: 'join' },
    ]),
    { id: '1', from: 'join', to: 'end' },
  ],
};

test.for(['DOWN', 'RIGHT'] as const)(
  'drawn %s, groups hold what is theirs, and branches keep their order',
  async (direction) => {
    const { boxes, arrows } = await layOut(drawing, direction, new ELK());
    const box = (id: string) => boxes.find((one) => one.id === id)!;
    const [along, across] = direction === 'DOWN' ? (['y', 'x'] as const) : (['x', 'y'] as const);
    const group = box('group');

    for (const inside of boxes.filter(({ parent }) => parent === 'group')) {
      expect(inside.x).toBeGreaterThan(group.x);
      expect(inside.y).toBeGreaterThan(group.y);
      expect(inside.x + inside.width).toBeLessThan(group.x + group.width);
      expect(inside.y + inside.height).toBeLessThan(group.y + group.height);
    }
    expect(box('first')[across]).toBeLessThan(box('second')[across]);
    expect(box('second')[across]).toBeLessThan(box('third')[across]);
    expect(box('start')[along]).toBeLessThan(box('choose')[along]);
    expect(box('choose')[along]).toBeLessThan(box('first')[along]);
    expect(box('first')[along]).toBeLessThan(box('end')[along]);
    // An arrow into a group ends at its border.
    const into = arrows.find(({ id }) => id === '0')!.points.at(-1)!;
    expect(into[along]).toBeCloseTo(group[along]);
    expect(arrows.filter(({ labelAt }) => labelAt !== undefined).map(({ label }) => label)).toEqual([
      'first',
      'second',
      'third',
    ]);
    expect(arrows.every(({ points }) => points.length >= 2)).toBe(true);
  },
);
