import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Places, type PlaceAsker } from './places.ts';

/** Of a tree in which everyone waits for what it has started; entry `n` is the parent of `n`, itself: none. */
function askers(parents: readonly number[]): readonly PlaceAsker[] {
  const all: PlaceAsker[] = [];
  for (const [number, parent] of parents.entries()) {
    const above = parent === number ? undefined : all[parent];
    const ancestors = above === undefined ? [] : [above.executionId, ...above.ancestors];
    all.push({ executionId: `e${number}`, ancestors });
  }
  return all;
}

const trees = fc
  .array(fc.nat(), { minLength: 1, maxLength: 12 })
  .map((picks) => askers(picks.map((pick, number) => pick % (number + 1))));

/** Holders below which there is no other one. */
function countWithout(holders: readonly PlaceAsker[]): number {
  return holders.filter((holder) => !holders.some(({ ancestors }) => ancestors.includes(holder.executionId))).length;
}

describe('places under a limit', () => {
  test('one that waits and what it waits for take one, whoever comes or leaves first', () => {
    fc.assert(
      fc.property(trees, fc.array(fc.nat(), { maxLength: 40 }), (tree, picks) => {
        const places = new Places();
        const inside = new Set<PlaceAsker>();
        for (const pick of picks) {
          const asker = tree[pick % tree.length]!;
          if (inside.delete(asker)) places.delete(asker.executionId);
          else {
            inside.add(asker);
            places.add(asker);
          }
          expect(places.taken).toBe(countWithout([...inside]));
        }
        for (const asker of inside) places.delete(asker.executionId);
        expect(places).toMatchObject({ taken: 0, isEmpty: true });
      }),
    );
  });

  test('nobody is let in beyond the limit, and one that waits is never the reason that what it waits for is kept out', () => {
    fc.assert(
      fc.property(
        trees,
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.nat(), { maxLength: 40 }),
        (tree, limit, picks) => {
          const places = new Places();
          const inside = new Set<PlaceAsker>();
          for (const pick of picks) {
            const asker = tree[pick % tree.length]!;
            const isBusy = [...inside].some(({ ancestors }) => ancestors.includes(asker.executionId));
            if (inside.has(asker)) {
              if (isBusy) continue;
              inside.delete(asker);
              places.delete(asker.executionId);
            } else if (places.hasRoomFor(asker, limit)) {
              inside.add(asker);
              places.add(asker);
            } else {
              const isIn = (id: string): boolean => [...inside].some(({ executionId }) => executionId === id);
              const nearest = asker.ancestors.find(isIn);
              const isLent = [...inside].some(({ ancestors }) => nearest !== undefined && ancestors.includes(nearest));
              expect(nearest === undefined || isLent).toBe(true);
            }
            expect(places.taken).toBeLessThanOrEqual(limit);
          }
        },
      ),
    );
  });

  test('a place is lent to one at a time, and says by whom', () => {
    const [parent, one, other] = askers([0, 0, 0]);
    const places = new Places();

    places.add(parent!);
    expect(places.hasRoomFor(one!, 1)).toBe(true);
    places.add(one!);
    expect(places.hasRoomFor(other!, 1)).toBe(false);
    expect([places.lenderOf('e0'), places.lenderOf('e1')]).toEqual([undefined, 'e0']);
    places.delete('e1');
    expect(places.hasRoomFor(other!, 1)).toBe(true);
  });

  test('it is lent over one that is not limited', () => {
    const [top, , bottom] = askers([0, 0, 1]);
    const places = new Places();

    places.add(top!);

    expect(places.hasRoomFor(bottom!, 1)).toBe(true);
    places.add(bottom!);
    expect(places.taken).toBe(1);
  });

  test('one whose parent has left takes its place', () => {
    const [parent, child, stranger] = askers([0, 0, 2]);
    const places = new Places();
    places.add(parent!);
    places.add(child!);

    places.delete('e0');

    expect(places.taken).toBe(1);
    expect(places.hasRoomFor(stranger!, 1)).toBe(false);
    expect(places.lenderOf('e1')).toBeUndefined();
  });
});
