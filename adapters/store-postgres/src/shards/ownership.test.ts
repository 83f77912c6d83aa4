import type { TenantKey } from '@windhover/model';
import { expect, test, vi } from 'vitest';
import type { Store } from '@windhover/ports';
import { openPostgresStore, type PostgresStoreOptions } from '../open-postgres-store.ts';
import { anExecution, nothing } from '../testing/rows.ts';
import { sharedPostgres } from '../testing/shared-postgres.ts';

const server = sharedPostgres();
const quick = { beatMs: 30, takeOverAfterMs: 300, lookEveryMs: 20 };

async function open(url: string, options: Partial<PostgresStoreOptions> = {}) {
  const waiting = vi.fn();
  const broken = vi.fn();
  const store = await openPostgresStore({
    url,
    owner: 'server',
    times: quick,
    onWaiting: waiting,
    onBroken: broken,
    ...options,
  });
  return { store, waiting, broken };
}

const commit = (store: Store, owned: Awaited<ReturnType<Store['shards']['take']>>) =>
  store.shards.commit({ owned, rows: nothing });

test('while one server lives another one waits, and goes on when it closes', async () => {
  const url = await server().createDatabase();
  const first = await open(url);
  const owned = await first.store.shards.take(0, 'first');
  const second = await open(url);
  let taken = false;
  const taking = second.store.shards.take(0, 'second').then((got) => ((taken = true), got));

  await vi.waitFor(() => expect(second.waiting).toHaveBeenCalledOnce());
  // several times as long as silence may last, while the first one commits nothing
  const stop = performance.now() + 4 * quick.takeOverAfterMs;
  await vi.waitUntil(() => performance.now() > stop, { timeout: 10_000 });
  expect(taken).toBe(false);
  expect(await commit(first.store, owned)).toBe('committed');
  await first.store.close();

  expect(await taking).toMatchObject({ epoch: owned.epoch + 1, seq: owned.seq + 1 });
  expect(second.waiting.mock.calls).toEqual([[expect.stringMatching(/^'server' on .+ \(process \d+\)$/)]]);
  await second.store.close();
});

test('numbers of executions go on where the former server stopped, also for one that waited', async () => {
  const url = await server().createDatabase();
  const first = await open(url);
  const owned = await first.store.shards.take(0, 'first');
  expect(await first.store.shards.nextRun()).toBe(1);
  const second = await open(url);
  const asking = second.store.shards.nextRun();
  await vi.waitFor(() => expect(second.waiting).toHaveBeenCalled());

  const row = anExecution('tenant' as TenantKey, 41);
  await first.store.shards.commit({ owned, rows: { ...nothing, executionsInserted: [row] } });
  await first.store.close();

  expect(await asking).toBe(42);
  await second.store.close();
});

test('a server that fell silent is replaced, writes nothing more, and is told who took its place', async () => {
  const url = await server().createDatabase();
  const silent = await open(url, { times: { ...quick, beatMs: 60_000 } });
  const owned = await silent.store.shards.take(0, 'silent');
  const next = await open(url);

  const ownedNext = await next.store.shards.take(0, 'next');

  expect(await commit(silent.store, owned)).toBe('fenced');
  await expect(silent.store.shards.take(0, 'silent')).rejects.toMatchObject({ code: 'DATABASE_TAKEN_OVER' });
  expect(silent.broken).toHaveBeenCalledOnce();
  expect(await commit(next.store, ownedNext)).toBe('committed');
  await Promise.all([silent.store.close(), next.store.close()]);
});

test('an idle server learns by itself that it was replaced', async () => {
  const url = await server().createDatabase();
  const first = await open(url, { times: { ...quick, beatMs: 600 } });
  await first.store.shards.take(0, 'first');
  const second = await open(url);
  await second.store.shards.take(0, 'second');
  await vi.waitFor(() => expect(first.broken).toHaveBeenCalledOnce(), 5_000);
  await Promise.all([first.store.close(), second.store.close()]);
});

test('closing ends the waiting', async () => {
  const url = await server().createDatabase();
  const [first, second] = [await open(url), await open(url)];
  await first.store.shards.take(0, 'first');
  const taking = second.store.shards.take(0, 'second');
  await vi.waitFor(() => expect(second.waiting).toHaveBeenCalled());
  const refused = expect(taking).rejects.toThrow();
  await second.store.close();
  await refused;
  await first.store.close();
});
