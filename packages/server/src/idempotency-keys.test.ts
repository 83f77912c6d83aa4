import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { createClient } from '@windhover/contract';
import { expect, onTestFinished, test } from 'vitest';
import { defaultServerSettings } from './server-settings.ts';
import { startServer } from './start-server.ts';
import { admin, startTestServer, type OwnServer } from './test-server.ts';

const hour = 3_600_000;
const day = 24 * hour;
const key = 'chosen-by-the-client-and-nobody-else';

function makeToken({ api }: OwnServer, name = 'made') {
  return api.me.createToken({ body: { name } }, { idempotencyKey: key });
}

async function namesOfTokens({ api }: OwnServer): Promise<readonly string[]> {
  return (await api.me.listTokens()).results.map(({ name }) => name);
}

function countKept({ databaseFile }: OwnServer): unknown {
  using database = new DatabaseSync(databaseFile, { readOnly: true });
  return database.prepare('select count(*) as count from kept_answers').get()?.['count'];
}

/** All that the store has on disk. */
function stored({ databaseFile }: OwnServer): string {
  return ['', '-wal'].map((ending) => readFileSync(`${databaseFile}${ending}`, 'latin1')).join('');
}

test('an answer comes again for a day, and no longer', async () => {
  const server = await startTestServer();
  const first = await makeToken(server);

  server.advance(day - hour);
  const lastRepeat = await makeToken(server);
  server.advance(2 * hour);
  const next = await makeToken(server);

  expect(lastRepeat).toEqual(first);
  expect(next.fullToken).not.toBe(first.fullToken);
  expect(await namesOfTokens(server)).toEqual(['made', 'made']);
});

test('answers that are older are deleted when a server starts', async () => {
  const server = await startTestServer();
  await makeToken(server);
  const before = countKept(server);
  server.advance(day + hour);
  const settings = { ...defaultServerSettings, host: '127.0.0.1', port: 0 };

  const next = await startServer({ deps: server.deps, settings });
  await next.close();

  expect([before, countKept(server)]).toEqual([1, 0]);
});

test('the store shows neither the answer nor the key', async () => {
  const server = await startTestServer();
  const { fullToken } = await makeToken(server);

  const text = stored(server);

  expect(text).toContain('kept_answers');
  expect(text).not.toContain(fullToken);
  expect(text).not.toContain(key);
});

test('an answer is not given out once the encryption key is another one', async () => {
  const server = await startTestServer({ service: { encryptionKey: new Uint8Array(32) } });
  await makeToken(server);
  const { settings } = server.deps;

  (settings as { encryptionKey: Uint8Array }).encryptionKey = new Uint8Array(32).fill(1);

  await expect(makeToken(server)).rejects.toMatchObject({ status: 409, body: { code: 'ILLEGAL_STATE' } });
  expect(await namesOfTokens(server)).toEqual(['made']);
});

test('answers go with their tenant', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { api } = server;
  const make = (): Promise<{ id: string }> =>
    api.forTenant('gone').groups.create({ body: { name: 'made' } }, { idempotencyKey: key }) as Promise<{ id: string }>;
  await api.tenants.create({ body: { id: 'gone', name: 'gone' } });
  const first = await make();
  await api.tenants.delete({ id: 'gone' });
  await api.tenants.create({ body: { id: 'gone', name: 'gone' } });

  const next = await make();

  expect(next.id).not.toBe(first.id);
});

test('what is refused under a key leaves nothing, and is refused as without one', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { api } = server;
  const make = () => api.tenants.create({ body: { id: 'known', name: 'known' } }, { idempotencyKey: key });
  await api.tenants.create({ body: { id: 'known', name: 'known' } });

  await expect(make()).rejects.toMatchObject({ status: 409, body: { code: 'ALREADY_EXISTS' } });
  await expect(make()).rejects.toMatchObject({ status: 409, body: { code: 'ALREADY_EXISTS' } });
});

test('of the same request to two servers one makes something, and both give its answer', async () => {
  const server = await startTestServer();
  const settings = { ...defaultServerSettings, host: '127.0.0.1', port: 0 };
  const { port, close } = await startServer({ deps: server.deps, settings });
  onTestFinished(close);
  const other = { ...server, api: createClient({ baseUrl: `http://127.0.0.1:${port}`, auth: admin }) };

  const [one, another] = await Promise.all([makeToken(server), makeToken(other)]);

  expect(another).toEqual(one);
  expect(await namesOfTokens(server)).toEqual(['made']);
});
