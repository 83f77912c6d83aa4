import { transportContract } from '@windhover/ports/contract-tests';
import { openMemoryTransport } from '@windhover/transport-memory';
import { expect, test, vi } from 'vitest';
import { asAdmin } from '../testing/start-postgres.ts';
import { sharedPostgres } from '../testing/shared-postgres.ts';
import { openPostgresTransport } from './open-postgres-transport.ts';

const server = sharedPostgres();

async function open(url: string, onMissed: () => void = () => undefined) {
  return openPostgresTransport({ url, local: openMemoryTransport(), onMissed });
}

transportContract('PostgreSQL transport', async () => open(await server().createDatabase()));

test('what concerns all servers reaches the others, once, and the own subscribers, once', async () => {
  const url = await server().createDatabase();
  const [one, two] = [await open(url), await open(url)];
  const heard: string[] = [];
  one.subscribe('instance', (message) => heard.push(`one ${String(message)}`));
  two.subscribe('instance', (message) => heard.push(`two ${String(message)}`));

  one.publish('instance', 1);
  two.publish('instance', 2);

  await vi.waitFor(() => expect(heard.toSorted()).toEqual(['one 1', 'one 2', 'two 1', 'two 2']));
  await Promise.all([one.close(), two.close()]);
});

test('what concerns one execution reaches servers where somebody listens to it', async () => {
  const url = await server().createDatabase();
  const [one, two] = [await open(url), await open(url)];
  const heard: unknown[] = [];
  two.subscribe('dev/execution/1', (message) => heard.push(message));

  await vi.waitFor(() => {
    one.publish('dev/execution/1', 'changed');
    one.publish('dev/execution/2', 'not for anybody');
    expect(heard).toContain('changed');
  });

  expect(heard).not.toContain('not for anybody');
  await Promise.all([one.close(), two.close()]);
});

test('a connection that breaks is opened again, and it is told that messages were missed', async () => {
  const url = await server().createDatabase();
  const missed = vi.fn();
  const [one, two] = [await open(url), await open(url, missed)];
  const heard: unknown[] = [];
  two.subscribe('instance', (message) => heard.push(message));

  await asAdmin(
    server().adminUrl('postgres'),
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'windhover'`,
  );

  await vi.waitFor(() => expect(missed).toHaveBeenCalled(), 10_000);
  await vi.waitFor(() => {
    one.publish('instance', 'again');
    expect(heard).toContain('again');
  }, 10_000);
  await Promise.all([one.close(), two.close()]);
});
