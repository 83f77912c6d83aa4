import { afterEach, expect, test, vi } from 'vitest';
import { noRows, type Store, type TakesShare } from '@windhover/ports';
import { openPostgresStore } from '../open-postgres-store.ts';
import { sharedPostgres } from '../testing/shared-postgres.ts';

const server = sharedPostgres();
const stores: Store[] = [];
afterEach(() => Promise.all(stores.splice(0).map((store) => store.close())));

/** A member that does as it is asked at once. */
async function join(
  url: string,
  { lookEveryMs = 50, takesShare = 'always' }: { lookEveryMs?: number; takesShare?: TakesShare } = {},
) {
  const store = await openPostgresStore({ url, owner: 'server', times: { takeOverAfterMs: 1_000, lookEveryMs } });
  stores.push(store);
  let shards: ReadonlySet<number> = new Set();
  await store.shards.join({
    takesShare,
    own: (owned) => (shards = owned),
    surplus: (count) => void store.shards.giveBack([...shards].slice(0, count)).catch(() => undefined),
    inbox: () => undefined,
  });
  return { store, shards: () => shards };
}

const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 20 });

test('the first server has all shards at once, the second one gets half of them, and all when the first one closes', async () => {
  const url = await server().createDatabase();
  const one = await join(url);
  expect(one.shards().size).toBe(64);
  const two = await join(url);
  await eventually(() => expect([one.shards().size, two.shards().size]).toEqual([32, 32]));
  expect(one.shards().isDisjointFrom(two.shards())).toBe(true);

  await one.store.close();
  await eventually(() => expect(two.shards().size).toBe(64));
});

test('servers that give a sign of life are seen by who looks, those that are gone are not', async () => {
  const url = await server().createDatabase();
  const one = await join(url);
  const looking = await openPostgresStore({
    url,
    owner: 'command',
    times: { takeOverAfterMs: 1_000, lookEveryMs: 50 },
  });
  stores.push(looking);

  expect(await looking.otherServers()).toEqual([expect.stringMatching(/^server on .+, process \d+$/)]);
  await one.store.close();
  expect(await looking.otherServers()).toEqual([]);
});

test('a server that fell silent is replaced, writes nothing more, and joins again when it wakes', async () => {
  const url = await server().createDatabase();
  const silent = await join(url, { lookEveryMs: 4_000 });
  const owned = await silent.store.shards.take([5], 'silent');
  const next = await join(url);

  await eventually(() => expect(next.shards().size).toBe(64));

  expect(await silent.store.shards.commit({ owned, rows: noRows })).toBe('fenced');
  expect(await silent.store.shards.take([5], 'silent')).toEqual([]);
  await eventually(() => expect(silent.shards().size).toBeLessThanOrEqual(32));
}, 30_000);

test('a commit to several shards is refused as a whole when one of them was taken over', async () => {
  const url = await server().createDatabase();
  const { store } = await join(url);
  const [one, two] = await store.shards.take([1, 2], 'before');
  const [again] = await store.shards.take([2], 'after');
  const inboxAdded = [{ shard: 1, kind: 'news', tenantKey: 't', executionId: 'e', event: '{}' }] as never;

  const rows = { ...noRows, inboxAdded };
  expect(await store.shards.commit({ owned: [one!, two!], rows })).toBe('fenced');
  expect(await store.shards.inbox(1, 'news', 1)).toEqual([]);

  const fresh = await store.shards.take([1], 'after');
  expect(await store.shards.commit({ owned: [...fresh, again!], rows })).toBe('committed');
});

test('a command takes shards only while no server lives', async () => {
  const url = await server().createDatabase();
  const command = await join(url, { takesShare: 'ifAlone' });
  expect(command.shards().size).toBe(64);
  const one = await join(url);
  await eventually(() => expect([command.shards().size, one.shards().size]).toEqual([0, 64]));
});

test('who leaves shards to others takes none while nobody lives, and is no hindrance to a command', async () => {
  const url = await server().createDatabase();
  const webserver = await join(url, { takesShare: 'never' });
  expect(webserver.shards().size).toBe(0);
  const command = await join(url, { takesShare: 'ifAlone' });
  expect(command.shards().size).toBe(64);
  const one = await join(url);
  await eventually(() => expect([webserver, command, one].map((member) => member.shards().size)).toEqual([0, 0, 64]));
});
