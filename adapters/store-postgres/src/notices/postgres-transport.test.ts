import { Conflict } from '@windhover/ports';
import { transportContract } from '@windhover/ports/contract-tests';
import { openMemoryTransport } from '@windhover/transport-memory';
import { expect, test, vi } from 'vitest';
import { openPostgresStore } from '../open-postgres-store.ts';
import { asAdmin } from '../testing/start-postgres.ts';
import { sharedPostgres } from '../testing/shared-postgres.ts';
import { openPostgresTransport } from './open-postgres-transport.ts';

const server = sharedPostgres();

/** A server that has joined the others; notices go through another database where one is named. */
async function open(url: string, noticeUrl = url) {
  const store = await openPostgresStore({ url, owner: 'test', times: { lookEveryMs: 20 } });
  const missed = vi.fn();
  const { announcements } = store;
  const local = openMemoryTransport();
  const transport = await openPostgresTransport({ url: noticeUrl, local, announcements, onMissed: missed });
  return {
    transport,
    store,
    announcements,
    missed,
    join: () => store.shards.join({ takesShare: 'always', own: ignore, surplus: ignore, inbox: ignore }),
    async close() {
      await transport.close();
      await store.close();
    },
  };
}

const ignore = (): void => undefined;

transportContract('PostgreSQL transport', async () => {
  const { transport, close } = await open(await server().createDatabase());
  return { ...transport, close };
});

test('what concerns all servers reaches the others, once, and the own subscribers, once', async () => {
  const url = await server().createDatabase();
  const [one, two] = [await open(url), await open(url)];
  const heard: string[] = [];
  one.transport.subscribe('instance', (message) => heard.push(`one ${String(message)}`));
  two.transport.subscribe('instance', (message) => heard.push(`two ${String(message)}`));

  one.transport.publish('instance', 1);
  two.transport.publish('instance', 2);
  await vi.waitFor(() => expect(heard.toSorted()).toEqual(['one 1', 'one 2', 'two 1', 'two 2']), 10_000);
  await Promise.all([one.join(), two.join()]);

  expect(heard).toHaveLength(4);
  await Promise.all([one.close(), two.close()]);
});

test('where no notice arrives, what concerns all servers is heard with the next look', async () => {
  const url = await server().createDatabase();
  const servers = [await open(url, await server().createDatabase()), await open(url, await server().createDatabase())];
  const heard: string[] = [];
  for (const [index, { transport, join }] of servers.entries()) {
    transport.subscribe('instance', (message) => heard.push(`${index} ${String(message)}`));
    await join();
  }
  const all = Array.from({ length: 20 }, (_, index) => index);

  for (const index of all) servers[index % 2]!.transport.publish('instance', index);

  await vi.waitFor(() => expect(heard).toHaveLength(40), 10_000);
  expect(heard.toSorted()).toEqual(
    [...all.map((index) => `0 ${index}`), ...all.map((index) => `1 ${index}`)].toSorted(),
  );
  for (const { close, missed } of servers) {
    expect(missed).not.toHaveBeenCalled();
    await close();
  }
});

test('what a unit of work announces is heard by the others, once, whether or not anybody publishes it', async () => {
  const url = await server().createDatabase();
  const [one, two] = [await open(url), await open(url)];
  const heard: string[] = [];
  one.transport.subscribe('instance', (message) => heard.push(`one ${JSON.stringify(message)}`));
  two.transport.subscribe('instance', (message) => heard.push(`two ${JSON.stringify(message)}`));
  const { store, transport } = one;

  await store.write([store.setSetting('a', 'first'), store.announce({ of: 'a' })]);
  await expect(
    store.write([store.announce({ of: 'refused' }), store.claimSetting('a', 'second')]),
  ).rejects.toBeInstanceOf(Conflict);
  await store.write([store.setSetting('b', 'second'), store.announce({ of: 'b' })]);
  transport.publish('instance', { of: 'b' });
  await two.join();
  await one.join();

  await vi.waitFor(
    () => expect(heard.toSorted()).toEqual(['one {"of":"b"}', 'two {"of":"a"}', 'two {"of":"b"}']),
    10_000,
  );
  await Promise.all([one.close(), two.close()]);
});

test('who did not look for so long that announcements are not kept any more is told that it missed some', async () => {
  const url = await server().createDatabase();
  const [one, two] = [await open(url), await open(url, await server().createDatabase())];
  const heard: unknown[] = [];
  two.transport.subscribe('instance', (message) => heard.push(message));

  await one.announcements.add(Array.from({ length: 1_100 }, (_, index) => String(index)));
  await two.join();
  expect(two.missed).toHaveBeenCalledOnce();
  one.transport.publish('instance', 'later');

  await vi.waitFor(() => expect(heard).toEqual(['later']), 10_000);
  await Promise.all([one.close(), two.close()]);
});

test('what concerns one execution reaches servers where somebody listens to it', async () => {
  const url = await server().createDatabase();
  const [one, two] = [await open(url), await open(url)];
  const heard: unknown[] = [];
  two.transport.subscribe('dev/execution/1', (message) => heard.push(message));

  await vi.waitFor(() => {
    one.transport.publish('dev/execution/1', 'changed');
    one.transport.publish('dev/execution/2', 'not for anybody');
    expect(heard).toContain('changed');
  });

  expect(heard).not.toContain('not for anybody');
  await Promise.all([one.close(), two.close()]);
});

test('a connection that breaks is opened again, and what was announced meanwhile is heard', async () => {
  const url = await server().createDatabase();
  const [one, two] = [await open(url), await open(url)];
  await two.join();
  const heard: unknown[] = [];
  for (const topic of ['instance', 'inbox']) two.transport.subscribe(topic, (message) => heard.push(message));

  await asAdmin(
    server().adminUrl('postgres'),
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'windhover'`,
  );
  one.transport.publish('instance', 'meanwhile');

  await vi.waitFor(() => expect(heard).toContain('meanwhile'), 10_000);
  await vi.waitFor(() => {
    one.transport.publish('inbox', 'again');
    expect(heard).toContain('again');
  }, 10_000);
  expect(two.missed).not.toHaveBeenCalled();
  await Promise.all([one.close(), two.close()]);
});
