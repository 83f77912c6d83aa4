import type { TenantKey } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { expect, onTestFinished, test } from 'vitest';
import type { Deps } from '../deps.ts';
import { RepeatableCalls } from './repeatable-calls.ts';

interface Row {
  readonly name: string;
  readonly keptAt: number;
  readonly body: string;
}

/** A store that remembers under which tenant an answer is kept; `undefined`: above the tenants. */
function storeOf(rows: Map<TenantKey | undefined, Row[]>): Deps['store'] {
  const keptAnswers = (key?: TenantKey) => ({
    find: (name: string) => Promise.resolve(rows.get(key)?.find((row) => row.name === name)),
    keep: (row: Row) => () => rows.set(key, [...(rows.get(key) ?? []), row]),
    deleteKeptBefore: () => () => undefined,
  });
  return {
    keptAnswers: keptAnswers(),
    scope: (key: TenantKey) => ({ keptAnswers: keptAnswers(key) }),
    write: (operations: readonly WriteOp[]) => {
      for (const operation of operations as unknown as (() => void)[]) operation();
      return Promise.resolve();
    },
  } as unknown as Deps['store'];
}

test.each([['theirs' as TenantKey], [undefined]])(
  'the answer to a call in tenant %s is kept there, and found there again',
  async (tenantKey) => {
    const rows = new Map<TenantKey | undefined, Row[]>();
    const deps = { store: storeOf(rows), clock: { now: () => 0, monotonic: () => 0 }, settings: {} } as unknown as Deps;
    const calls = new RepeatableCalls(deps);
    onTestFinished(() => calls.close());
    const call = { key: 'k', callerId: 'ann', tenantKey, operation: 'createFlow', said: '{}' };
    const act = () => Promise.resolve({ status: 200, headers: {}, body: 'made' });

    const first = await calls.answer(call, 'in-steps', act);
    const again = await calls.answer(call, 'in-steps', () => Promise.reject(new Error('made twice')));

    expect([...rows.keys()]).toEqual([tenantKey]);
    expect([first.isRepeat, again]).toEqual([false, { isRepeat: true, answer: first.answer }]);
  },
);
