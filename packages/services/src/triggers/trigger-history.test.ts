import { defaultTenantKey, type TriggerEvaluation, type TenantKey, type TriggerEvaluations } from '@windhover/model';
import { Conflict } from '@windhover/ports';
import { expect, test } from 'vitest';
import { createTriggerHistory, type TriggerHistoryDeps } from './trigger-history.ts';

const hook = { tenantKey: defaultTenantKey, namespace: 'team', flowId: 'called', triggerId: 'hook' };
const skipped = { outcome: 'SKIPPED', reason: 'The conditions do not hold' } as const;
const fired = (executionId: string) => ({ outcome: 'FIRED', reason: 'Started it', executionId }) as const;

/** A history over one list, the newest entry last; `refusing` are thrown by the writes one after the other. */
function opened({ kept = 9, refusing = [] as Error[] } = {}) {
  const entries: TriggerEvaluations[] = [];
  let writes = 0;
  let due: (() => void) | undefined;
  const triggerEvaluations = {
    newest: () => Promise.resolve(entries.at(-1)),
    add:
      (_: unknown, added: readonly TriggerEvaluations[], { onto }: { readonly onto: unknown }) =>
      () =>
        entries.splice(onto === undefined ? entries.length : entries.length - 1, 1, ...added),
  };
  const store = {
    scope: () => ({ triggerEvaluations }),
    async write(operations: readonly (() => void)[]) {
      writes += 1;
      const refusal = refusing.shift();
      if (refusal !== undefined) throw refusal;
      for (const operation of operations) operation();
    },
  } as unknown as TriggerHistoryDeps['store'];
  const problems: unknown[] = [];
  const history = createTriggerHistory({
    store,
    clock: { after: (_, run) => void (due = run) },
    kept,
    onProblem: (_, error) => problems.push(error),
  });
  let at = 0;
  return {
    history,
    entries,
    problems,
    note: (...all: readonly Omit<TriggerEvaluation, 'at'>[]) => {
      for (const evaluation of all) history.note(hook, { at: (at += 1), ...evaluation });
    },
    async pass() {
      due?.();
      await history.flush();
    },
    writes: () => writes,
  };
}

test('what is noted within a moment is written at once, what went alike as one entry', async () => {
  const { note, pass, entries, writes } = opened();

  note(skipped, skipped, fired('a'), fired('b'), skipped);
  await pass();

  expect(writes()).toBe(1);
  expect(entries).toEqual([
    { ...skipped, at: 2, firstAt: 1, count: 2 },
    { ...fired('a'), at: 3, firstAt: 3, count: 1 },
    { ...fired('b'), at: 4, firstAt: 4, count: 1 },
    { ...skipped, at: 5, firstAt: 5, count: 1 },
  ]);
});

test('an entry goes on with one that was written before', async () => {
  const { note, pass, entries } = opened();
  note(skipped);
  await pass();

  note(skipped, skipped, fired('a'));
  await pass();

  expect(entries).toMatchObject([{ count: 3, firstAt: 1, at: 3 }, { executionId: 'a' }]);
});

test('an execution that is named again was started once', async () => {
  const { note, pass, entries } = opened();
  note(fired('a'), fired('a'));
  await pass();
  note(fired('a'));
  await pass();

  expect(entries).toHaveLength(1);
});

test('whoever was faster is read again; what cannot be written is kept, with what came meanwhile after it', async () => {
  const taken = new Conflict('TriggerEvaluations', 'team.called.hook');
  const { history, note, pass, entries, problems } = opened({ refusing: [taken, new Error('no room')] });

  note(skipped);
  await expect(history.flush()).rejects.toThrow('no room');
  expect(entries).toEqual([]);
  note(skipped, fired('a'));
  await pass();

  expect(entries).toMatchObject([{ count: 2, firstAt: 1 }, { executionId: 'a' }]);
  expect(problems).toEqual([]);
});

test('of a flow that is gone nothing is written, and nobody waits for it', async () => {
  const gone = Array.from({ length: 10 }, () => new Conflict('TriggerEvaluations', 'team.called.hook'));
  const { note, pass, entries, writes } = opened({ refusing: gone });

  note(skipped);
  await pass();
  await pass();

  expect([entries, writes()]).toEqual([[], 10]);
});

test('each tenant has its own, though flows and triggers have the same names', async () => {
  const written: unknown[] = [];
  const store = {
    scope: (tenant: TenantKey) => ({
      triggerEvaluations: {
        newest: () => Promise.resolve(undefined),
        add: (_: unknown, [entry]: readonly TriggerEvaluations[]) => written.push([tenant, entry?.count]),
      },
    }),
    write: () => Promise.resolve(),
  } as unknown as TriggerHistoryDeps['store'];
  const history = createTriggerHistory({ store, clock: { after: () => undefined }, kept: 9 });

  for (const tenantKey of ['dev', 'stage', 'dev'] as TenantKey[])
    history.note({ ...hook, tenantKey }, { ...skipped, at: 1 });
  await history.flush();

  expect(written).toEqual([
    ['dev', 2],
    ['stage', 1],
  ]);
});

test('no more is held than is kept', async () => {
  const { note, pass, entries } = opened({ kept: 2 });

  note(fired('a'), fired('b'), fired('c'));
  await pass();

  expect(entries.map(({ executionId }) => executionId)).toEqual(['b', 'c']);
});
