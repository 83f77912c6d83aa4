import { expect, test } from 'vitest';
import type { Held } from './held.ts';
import { InlineTurns, type RunTask } from './inline-turns.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Executions by name, with the ordinals started so far. */
function turns() {
  const started: string[] = [];
  const names = new Map<Held, string>();
  const inline = new InlineTurns((held, { ord }) => started.push(`${names.get(held)}${ord}`));
  const add = (name: string, count: number): void => {
    const held = {} as Held;
    names.set(held, name);
    for (let ord = 0; ord < count; ord += 1) inline.add(held, { kind: 'runTask', ord, attempt: 1 } as RunTask);
  };
  return { add, started };
}

test('so many start in a turn of the loop, in order, and the last of them, too', async () => {
  const { add, started } = turns();
  add('a', 1_200);

  const counts = [started.length];
  for (let round = 0; round < 4; round += 1) {
    await turn();
    counts.push(started.length);
  }

  expect(counts).toEqual([0, 500, 1_000, 1_200, 1_200]);
  expect(started).toEqual(Array.from({ length: 1_200 }, (_, ord) => `a${ord}`));
});

test('an execution with many does not hold up another one', async () => {
  const { add, started } = turns();
  add('many', 100_000);
  add('few', 2);

  await turn();

  expect(started).toContain('few1');
});

test('of more executions than start in a turn all have their turn', async () => {
  const { add, started } = turns();
  for (let index = 0; index < 700; index += 1) add(`e${index}-`, 2);

  await turn();
  const first = started.length;
  await turn();

  expect(first).toBe(500);
  expect(new Set(started.map((name) => name.split('-')[0])).size).toBe(700);
});
