import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginIn, type TenantKey } from '@windhover/model';
import { Conflict, noRows, type Store } from '../index.ts';
import { aLiveRow, aLogChunk, anEndedRow, anExecution, aTaskRun } from './builders.ts';
import { aScope, start, takeShard, unique, type OpenedStore, type OpenStore } from './opened-store.ts';

/** The engine's door: the fence, what a commit writes, and what recovery reads. */
export function shardsContract(open: OpenStore): void {
  describe('shards', () => {
    let opened: OpenedStore;
    let store: Store;
    let run = 1;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    const aTenantKey = () => aScope(store).key;
    const live = (tenantKey: TenantKey) => anExecution(tenantKey, { run: run++, state: 'RUNNING', endedAt: null }).row;

    test('each commit of the owner moves the sequence by one', async () => {
      const owner = await takeShard(store);
      const { seq } = owner.owned;
      expect(await owner.commit({})).toBe('committed');
      expect(await owner.commit({})).toBe('committed');
      expect(owner.owned.seq).toBe(seq + 2);
      expect((await takeShard(store)).owned).toMatchObject({ epoch: owner.owned.epoch + 1, seq: seq + 2 });
    });

    test('after a take-over the former owner writes nothing', async () => {
      const tenantKey = aTenantKey();
      const former = await takeShard(store, 'one');
      const present = await takeShard(store, 'two');
      const row = live(tenantKey);

      expect(await former.commit({ executionsInserted: [row] })).toBe('fenced');

      expect(await store.shards.findExecution(tenantKey, row.executionId)).toBeUndefined();
      expect(await present.commit({ executionsInserted: [row] })).toBe('committed');
    });

    test('of two commits with one sequence the first wins', async () => {
      const { owned } = await takeShard(store);
      const tenantKey = aTenantKey();
      const commit = () =>
        store.shards.commit({ owned: [owned], rows: { ...noRows, executionsInserted: [live(tenantKey)] } });
      expect(await Promise.all([commit(), commit()])).toEqual(['committed', 'fenced']);
      expect(await store.scope(tenantKey).executions.count()).toBe(1);
    });

    test('an owner need not wait for one commit before it sends the next', async () => {
      const { owned } = await takeShard(store);
      const tenantKey = aTenantKey();
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.shards.commit({
            owned: [{ ...owned, seq: owned.seq + index }],
            rows: { ...noRows, executionsInserted: [live(tenantKey)] },
          }),
        ),
      );
      expect(new Set(outcomes)).toEqual(new Set(['committed']));
      expect(await store.scope(tenantKey).executions.count()).toBe(20);
    });

    test('two takers at once get two epochs', async () => {
      const [one, two] = await Promise.all([takeShard(store, 'one'), takeShard(store, 'two')]);
      expect(one.owned.epoch).not.toBe(two.owned.epoch);
      const outcomes = await Promise.all([one.commit({}), two.commit({})]);
      expect(outcomes.toSorted()).toEqual(['committed', 'fenced']);
    });

    test('a commit is refused as a whole when an execution exists already, or no longer', async () => {
      const tenantKey = aTenantKey();
      const owner = await takeShard(store);
      const [row, other, gone] = [live(tenantKey), live(tenantKey), live(tenantKey)];
      await owner.commit({ executionsInserted: [row] });

      const twin = { ...row, run: run++ };
      await expect(owner.commit({ executionsInserted: [other, twin] })).rejects.toMatchObject({
        thing: 'Execution',
        id: row.executionId,
      });
      await expect(owner.commit({ executionsInserted: [other], executionsUpdated: [gone] })).rejects.toBeInstanceOf(
        Conflict,
      );

      expect(await store.scope(tenantKey).executions.count()).toBe(1);
      expect(await owner.commit({ executionsInserted: [other] })).toBe('committed');
    });

    test('a refused commit does not hurt what is committed beside it', async () => {
      const scope = aScope(store);
      const { owned } = await takeShard(store);
      const key = unique('setting');
      const [outcome] = await Promise.all([
        store.shards.commit({
          owned: [{ ...owned, epoch: owned.epoch - 1 }],
          rows: { ...noRows, executionsInserted: [live(scope.key)] },
        }),
        store.write([store.setSetting(key, 'written')]),
      ]);
      expect(outcome).toBe('fenced');
      expect(await store.getSetting(key)).toBe('written');
    });

    test('rows come back as they were committed', async () => {
      const tenantKey = aTenantKey();
      const owner = await takeShard(store);
      const { row } = anExecution(tenantKey, {
        run: run++,
        state: 'PAUSED',
        endedAt: null,
        row: {
          kind: 'TEST',
          parentId: 'p',
          correlationId: 'c',
          triggerExecutionId: 't',
          body: '{"ü":"🦅","nul":"\\u0000"}',
        },
      });
      const thin = aLiveRow(row, aTaskRun(0), {
        workerId: 'w',
        lease: 7,
        attempt: 3,
        body: '{"big":"' + 'x'.repeat(100_000) + '"}',
      });
      const { wasLive: _, ...final } = anEndedRow(row, aTaskRun(1, { value: 'v', iteration: 0, outputs: { a: 1 } }));
      await owner.commit({
        executionsInserted: [row],
        taskRunsLive: [thin],
        taskRunsEnded: [{ ...final, wasLive: false }],
      });

      expect(await store.shards.findExecution(tenantKey, row.executionId)).toEqual(row);
      expect(await store.shards.liveTaskRunsOf(row.run)).toEqual([thin]);
      expect(await store.shards.endedTaskRuns(row.run, { outputs: true })).toEqual([final]);
      expect(await store.shards.endedTaskRuns(row.run)).toEqual([{ ...final, outputs: null }]);
    });

    test('recovery finds what has not ended, in order of creation', async () => {
      const tenantKey = aTenantKey();
      const owner = await takeShard(store);
      const rows = [live(tenantKey), live(tenantKey), live(tenantKey)];
      await owner.commit({
        executionsInserted: [...rows].reverse(),
        taskRunsLive: rows.flatMap((row) => [1, 0].map((ord) => aLiveRow(row, aTaskRun(ord)))),
      });
      const ended = { ...rows[1]!, state: 'SUCCESS', endedAt: start + 5 };
      await owner.commit({ executionsUpdated: [ended] });

      const mine = (await store.shards.liveExecutions(0)).filter((row) => row.tenantKey === tenantKey);
      expect(mine).toEqual([rows[0], rows[2]]);
      expect(await store.shards.findExecution(tenantKey, ended.executionId)).toEqual(ended);
      expect(await store.shards.findExecution(aTenantKey(), ended.executionId)).toBeUndefined();
      const thin = (await store.shards.liveTaskRuns(0)).filter((row) => row.tenantKey === tenantKey);
      expect(thin.map(({ run: of, ord }) => [of, ord])).toEqual(
        rows.flatMap((row) => [
          [row.run, 0],
          [row.run, 1],
        ]),
      );
    });

    test('task runs move from live to ended, are replaced while live, and can be removed from either side', async () => {
      const tenantKey = aTenantKey();
      const owner = await takeShard(store);
      const row = live(tenantKey);
      await owner.commit({
        executionsInserted: [row],
        taskRunsLive: [0, 1, 2].map((ord) => aLiveRow(row, aTaskRun(ord))),
      });
      await owner.commit({
        taskRunsLive: [aLiveRow(row, aTaskRun(1), { state: 'RUNNING', lease: 1, workerId: 'w' })],
        taskRunsEnded: [anEndedRow(row, aTaskRun(0), true)],
      });
      expect(await store.shards.liveTaskRunsOf(row.run)).toMatchObject([
        { ord: 1, lease: 1, workerId: 'w' },
        { ord: 2, lease: 0 },
      ]);
      expect(await store.shards.endedTaskRuns(row.run)).toMatchObject([{ ord: 0 }]);

      // restarted in one commit: gone from both tables, one of them back under the same ordinal
      await owner.commit({
        taskRunsRemoved: [
          { run: row.run, ord: 0 },
          { run: row.run, ord: 2 },
        ],
        taskRunsLive: [aLiveRow(row, aTaskRun(0))],
      });
      expect((await store.shards.liveTaskRunsOf(row.run)).map(({ ord }) => ord)).toEqual([0, 1]);
      expect(await store.shards.endedTaskRuns(row.run)).toEqual([]);
    });

    test('a task run ends once', async () => {
      const owner = await takeShard(store);
      const row = live(aTenantKey());
      await owner.commit({ executionsInserted: [row], taskRunsEnded: [anEndedRow(row, aTaskRun(0))] });
      await expect(owner.commit({ taskRunsEnded: [anEndedRow(row, aTaskRun(0))] })).rejects.toBeInstanceOf(Conflict);
    });

    test('outputs of tasks', async () => {
      const owner = await takeShard(store);
      const row = live(aTenantKey());
      const taskRuns = ['a', 'b', 'a'].map((taskId, ord) => aTaskRun(ord, { taskId, outputs: { ord } }));
      await owner.commit({
        executionsInserted: [row],
        taskRunsEnded: taskRuns.map((taskRun) => anEndedRow(row, taskRun)),
      });
      const outputs = async (tasks?: string[]) =>
        (await store.shards.outputsOf(row.run, tasks)).map((found) => found.outputs);
      expect(await outputs(['a'])).toEqual(['{"ord":0}', '{"ord":2}']);
      expect(await outputs(['b', 'none', "'; drop table task_runs"])).toEqual(['{"ord":1}']);
      expect(await outputs([])).toEqual([]);
      expect(await outputs()).toHaveLength(3);
    });

    test('timers wait in order and are cleared or set again', async () => {
      const tenantKey = aTenantKey();
      const owner = await takeShard(store);
      const row = live(tenantKey);
      const timer = (dueAt: number, key: string) => ({ shard: 0, dueAt, tenantKey, run: row.run, key });
      const timers = async () => (await store.shards.timers(0)).filter((found) => found.tenantKey === tenantKey);
      await owner.commit({
        executionsInserted: [row],
        timersSet: [timer(30, 'c'), timer(10, 'a'), timer(20, 'b'), timer(10, 'a')],
      });
      expect(await timers()).toEqual([timer(10, 'a'), timer(20, 'b'), timer(30, 'c')]);
      await owner.commit({
        timersCleared: [timer(10, 'a'), timer(20, 'b'), timer(99, 'never set')],
        timersSet: [timer(20, 'b'), timer(5, 'a')],
      });
      expect(await timers()).toEqual([timer(5, 'a'), timer(20, 'b'), timer(30, 'c')]);
    });

    test('the inbox keeps its order and forgets what was applied', async () => {
      const tenantKey = aTenantKey();
      const owner = await takeShard(store);
      const news = (event: string) => ({ shard: 0, kind: 'news' as const, tenantKey, executionId: 'e', event });
      await owner.commit({ inboxAdded: [news('one'), news('two')] });
      await owner.commit({ inboxAdded: [news('three')] });
      const [first, second] = await store.shards.inbox(0, 'news', 2);
      expect([first, second]).toMatchObject([news('one'), news('two')]);
      await owner.commit({ inboxApplied: [first!.seq, second!.seq] });
      const left = await store.shards.inbox(0, 'news', 10);
      expect(left).toMatchObject([news('three')]);
      await owner.commit({ inboxApplied: [left[0]!.seq] });
      await owner.commit({ inboxAdded: [news('four')] });
      const [last] = await store.shards.inbox(0, 'news', 10);
      expect(last!.seq).toBeGreaterThan(left[0]!.seq);
      await owner.commit({ inboxApplied: [last!.seq] });
    });

    test('mail reaches a shard from whoever does not own it, in order, and is told from news', async () => {
      const tenantKey = aTenantKey();
      const letter = (event: string) => ({ shard: 0, tenantKey, executionId: 'e', event });
      const seqs = await store.shards.post([letter('one'), letter('two')]);
      const owner = await takeShard(store);
      await owner.commit({ inboxAdded: [{ ...letter('news'), kind: 'news' }] });

      const mail = await store.shards.inbox(0, 'mail', 10);
      expect(mail).toMatchObject([letter('one'), letter('two')]);
      expect(mail.map(({ seq }) => seq)).toEqual(seqs);
      await owner.commit({ inboxApplied: [seqs[0]!] });
      expect(await store.shards.unapplied(seqs)).toEqual([seqs[1]]);

      const [news] = await store.shards.inbox(0, 'news', 10);
      await owner.commit({ inboxApplied: [seqs[1]!, news!.seq] });
      expect(await store.shards.unapplied(seqs)).toEqual([]);
    });

    test('slots are held once and released together', async () => {
      const tenantKey = aTenantKey();
      const owner = await takeShard(store);
      const slot = (scope: string, executionId: string, lentBy: string | null = null) => {
        return { tenantKey, scope, executionId, lentBy };
      };
      await owner.commit({
        slotsTaken: [slot('flow', 'a'), slot('flow', 'a'), slot('tenant', 'a'), slot('flow', 'b', 'a')],
      });
      expect(await store.shards.slots(tenantKey)).toEqual([
        { scope: 'flow', executionId: 'a', lentBy: null },
        { scope: 'flow', executionId: 'b', lentBy: 'a' },
        { scope: 'tenant', executionId: 'a', lentBy: null },
      ]);
      await owner.commit({ slotsReleased: [{ tenantKey, executionId: 'a' }], slotsTaken: [slot('flow', 'c')] });
      expect(await store.shards.slots(tenantKey)).toEqual([
        { scope: 'flow', executionId: 'b', lentBy: 'a' },
        { scope: 'flow', executionId: 'c', lentBy: null },
      ]);
      const otherKey = aTenantKey();
      expect(await store.shards.slots(otherKey)).toEqual([]);

      await owner.commit({ slotsReleased: [{ tenantKey: otherKey, executionId: 'b' }] });
      expect(await store.shards.slots(tenantKey)).toHaveLength(2);
    });

    test('slots of a shard are those of its executions that have not ended', async () => {
      const tenantKey = aTenantKey();
      const owner = await takeShard(store);
      const [row, ended] = [live(tenantKey), { ...live(tenantKey), endedAt: start, state: 'SUCCESS' }];
      const slot = ({ executionId }: { readonly executionId: string }) => ({
        tenantKey,
        scope: unique('s'),
        executionId,
        lentBy: null,
      });
      await owner.commit({ executionsInserted: [row, ended], slotsTaken: [slot(row), slot(ended)] });
      const ofOther = { ...slot(row), tenantKey: aTenantKey() };
      await owner.commit({ slotsTaken: [ofOther] });
      const found = await store.shards.slotsOfShard(0);
      expect(found.map(({ scope }) => scope)).not.toContain(ofOther.scope);
      expect(found.map(({ executionId }) => executionId)).toContain(row.executionId);
      expect(found.map(({ executionId }) => executionId)).not.toContain(ended.executionId);
    });

    test('a count of a quota replaces the one before, in its tenant only', async () => {
      const [tenantKey, otherKey] = [aTenantKey(), aTenantKey()];
      const owner = await takeShard(store);
      const row = (key: TenantKey, quota: string, count: number) => ({
        shard: 0,
        tenantKey: key,
        quota,
        endsAt: start + count,
        count,
      });
      const counts = async () =>
        (await store.shards.quotaCounts(0)).filter((found) => [tenantKey, otherKey].includes(found.tenantKey));
      await owner.commit({ quotaCounts: [row(tenantKey, 'flow/PT1H', 1), row(tenantKey, 'tenant/P1D', 1)] });

      await owner.commit({ quotaCounts: [row(tenantKey, 'flow/PT1H', 2), row(otherKey, 'flow/PT1H', 7)] });

      const expected = [row(tenantKey, 'flow/PT1H', 2), row(tenantKey, 'tenant/P1D', 1), row(otherKey, 'flow/PT1H', 7)];
      expect(await counts()).toHaveLength(3);
      expect(await counts()).toEqual(expect.arrayContaining(expected));
      expect(await store.shards.quotaCountsOf(tenantKey)).toEqual(expected.slice(0, 2));
      expect(await store.shards.quotaCountsOf(otherKey)).toEqual(expected.slice(2));
    });

    test('a tick and an idempotency key are taken once in a tenant', async () => {
      const [tenantKey, otherKey] = [aTenantKey(), aTenantKey()];
      const owner = await takeShard(store);
      const tick = (key: TenantKey) => ({
        tenantKey: key,
        triggerKey: 'ns.flow.trigger',
        tickAt: start,
        executionId: 'e1',
      });
      const once = (key: TenantKey) => ({ tenantKey: key, key: 'k', executionId: 'e1', createdAt: start });
      await owner.commit({ ticks: [tick(tenantKey)], idempotency: [once(tenantKey)] });
      expect(await store.shards.findTick(tenantKey, 'ns.flow.trigger', start)).toBe('e1');
      expect(await store.shards.findTick(tenantKey, 'ns.flow.trigger', start + 1)).toBeUndefined();
      expect(await store.shards.findTick(otherKey, 'ns.flow.trigger', start)).toBeUndefined();
      expect(await store.shards.findIdempotent(tenantKey, 'k')).toBe('e1');
      expect(await store.shards.findIdempotent(otherKey, 'k')).toBeUndefined();

      const row = live(tenantKey);
      await expect(owner.commit({ executionsInserted: [row], ticks: [tick(tenantKey)] })).rejects.toMatchObject({
        thing: 'Tick',
      });
      await expect(owner.commit({ executionsInserted: [row], idempotency: [once(tenantKey)] })).rejects.toMatchObject({
        thing: 'IdempotencyKey',
        id: 'k',
      });
      expect(await store.shards.findExecution(tenantKey, row.executionId)).toBeUndefined();
      expect(await owner.commit({ ticks: [tick(otherKey)], idempotency: [once(otherKey)] })).toBe('committed');
    });

    test('what was taken is told by its own tenant, not by another one that has the same', async () => {
      const [tenantKey, otherKey] = [aTenantKey(), aTenantKey()];
      const owner = await takeShard(store);
      const tick = (key: TenantKey, triggerKey: string) => ({
        tenantKey: key,
        triggerKey,
        tickAt: start,
        executionId: 'e1',
      });
      const once = (tenant: TenantKey, key: string) => ({
        tenantKey: tenant,
        key,
        executionId: 'e1',
        createdAt: start,
      });
      await owner.commit({
        ticks: [tick(otherKey, 'free'), tick(tenantKey, 'taken')],
        idempotency: [once(otherKey, 'free'), once(tenantKey, 'taken')],
      });

      const ticks = [tick(tenantKey, 'free'), tick(tenantKey, 'taken')];
      await expect(owner.commit({ ticks })).rejects.toMatchObject({ thing: 'Tick', id: 'taken' });
      const idempotency = [once(tenantKey, 'free'), once(tenantKey, 'taken')];
      await expect(owner.commit({ idempotency })).rejects.toMatchObject({ thing: 'IdempotencyKey', id: 'taken' });
    });

    test('run numbers are never given out twice, not even after a deletion that kept the logs', async () => {
      const mine = await open();
      const [one, two] = [await mine.store.shards.reserveRuns(), await mine.store.shards.reserveRuns()];
      expect([one.first, two.first]).toEqual([1, 1 + one.count]);
      const owner = await takeShard(mine.store);
      const { row } = anExecution(aScope(mine.store).key, { run: two.first });
      await owner.commit({
        executionsInserted: [row],
        logs: [aLogChunk(row, [{ at: start, level: 'INFO', message: 'kept' }])],
      });
      await mine.store.write([
        mine.store.scope(row.tenantKey).executions.delete(row.executionId, { logs: false, metrics: false }),
      ]);
      const again = await mine.reopen();
      expect((await again.shards.reserveRuns()).first).toBeGreaterThan(row.run);
      await mine.close();
    });

    test('what was committed is there for the next owner after the store was opened again', async () => {
      const mine = await open();
      const owner = await takeShard(mine.store);
      const row = { ...live('durable' as TenantKey), shard: 0 };
      const thin = aLiveRow(row, aTaskRun(0, { state: beginIn('RUNNING', start) }), { lease: 3 });
      const timer = { shard: 0, dueAt: start, tenantKey: row.tenantKey, run: row.run, key: 'retry' };
      await owner.commit({ executionsInserted: [row], taskRunsLive: [thin], timersSet: [timer] });

      const { shards } = await mine.reopen();

      expect(await shards.liveExecutions(0)).toEqual([row]);
      expect(await shards.liveTaskRuns(0)).toEqual([thin]);
      expect(await shards.timers(0)).toEqual([timer]);
      expect(await shards.take([0], 'next')).toEqual([{ ...owner.owned, epoch: owner.owned.epoch + 1 }]);
      await mine.close();
    });
  });
}
