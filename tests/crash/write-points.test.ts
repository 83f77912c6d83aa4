/**
 * A server dies within what takes it several steps: the write of a file or a secret, the end of a tenant, a migration.
 * Without an answer it is done as a whole or not at all, and a repeat works; what must end is ended by the next start.
 * `WINDHOVER_CRASH_POINTS=all` lets it die at each migration.
 */
import { existsSync } from 'node:fs';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { timeOrderedId } from '@windhover/model';
import { aFlow, eventually, fileForm, returnTask, type Reply, type TestServer } from '@windhover/testing';
import { expect, test } from 'vitest';
import { dies, starts } from './dying-server.ts';

const longest = { timeout: 120_000 };
const content = 'a line of some length\n'.repeat(20_000);
const isAll = process.env['WINDHOVER_CRASH_POINTS'] === 'all';

test.for([
  ['file.after-write-before-rename:1', 404],
  // Its content is there by then, the file itself is placed after it
  ['file.after-rename-before-dirsync:1', 404],
  ['file.after-rename-before-dirsync:2', 200],
] as const)('a file is not there in part when its writer died at %s', longest, async ([point, status]) => {
  const start = starts();
  await dies(await start(point), (server) => upload(server, content));

  const next = await start();

  expect((await download(next)).status).toBe(status);
  if (status === 200) expect((await download(next)).text).toBe(content);
  expect(await namesIn(next)).toEqual(status === 200 ? ['file.txt'] : []);
  expect((await upload(next, 'once more')).status).toBe(200);
  expect((await download(next)).text).toBe('once more');
});

test.each(['file.after-write-before-rename:2', 'file.after-content-before-row:2'] as const)(
  'what a file was before can be read when the writer of the next revision died at %s',
  longest,
  async (point) => {
    const start = starts();
    const dying = await start(point);
    expect((await upload(dying, 'before')).status).toBe(200);
    await dies(dying, (server) => upload(server, 'lost'));

    const next = await start();

    expect((await download(next, '&revision=1')).text).toBe('before');
    expect(['before', 'lost']).toContain((await download(next)).text);
    expect((await upload(next, 'after')).status).toBe(200);
    const revisions = await next.call('GET', '/namespaces/company.team/files/revisions?path=/file.txt');
    expect(revisions.map(({ revision }: { revision: number }) => revision)).toEqual([1, 2]);
    expect([(await download(next)).text, (await download(next, '&revision=1')).text]).toEqual(['after', 'before']);
  },
);

test(
  'the content of a revision that was never made is deleted, hours later, with the next write',
  longest,
  async () => {
    const start = starts();
    const dying = await start('file.after-content-before-row:1');
    const directory = join(dying.dataDirectory, 'data', '_default', 'company', 'team', '_revisions');
    await dies(dying, (server) => upload(server, 'lost'));
    const [lost] = await readdir(directory);
    const older = timeOrderedId(Date.now() - 2 * 3_600_000, new Uint8Array(10));
    await rename(join(directory, lost!), join(directory, older));

    const next = await start();
    expect((await upload(next, 'after')).status).toBe(200);

    expect(await readdir(directory)).not.toContain(older);
    expect((await download(next)).text).toBe('after');
  },
);

test('a secret that was not stored can be stored after all, under the key that was', longest, async () => {
  const start = starts();
  const put = (server: TestServer) =>
    server.request('PUT', '/namespaces/company.team/secrets', { body: { key: 'KEY', value: 'the secret' } });
  await dies(await start('secret.after-key-before-row:1'), put);

  const next = await start();
  expect((await next.call('GET', '/secrets')).total).toBe(0);
  expect((await put(next)).status).toBe(200);
  await next.kill9();

  const last = await start();
  await last.call('POST', '/flows', {
    body: aFlow({ id: 'reads', tasks: [returnTask("{{ secret('KEY') | length }}")] }),
  });
  const { taskRunList } = await last.call('POST', '/executions/company.team/reads?wait=true');
  expect(taskRunList[0].outputs.value).toBe('10');
});

test.each([
  ['delete.between-kinds', 1],
  ['delete.between-kinds', 2],
  ['delete.between-kinds', 3],
  ['purge.between-batches', 1],
] as const)(
  'a tenant whose end broke off at %s, pass %i, is gone after the next start',
  longest,
  async (point, pass) => {
    const start = starts('mixed');
    const dying = await start(`${point}:${pass}`);
    await fill(dying);
    const files = join(dying.dataDirectory, 'data', 'gone');
    expect(existsSync(files)).toBe(true);
    await dies(dying, (server) => server.request('DELETE', '/tenants/gone?purge=true'));

    const next = await start();

    expect((await next.request('GET', '/tenants/gone')).status).toBe(404);
    await eventually(async () => expect(await next.call('GET', '/tenants/retained')).toEqual([]));
    expect(existsSync(files)).toBe(false);
    await next.call('POST', '/tenants', { body: { id: 'gone', name: 'Another' } });
    for (const path of ['/flows/search', '/executions/search', '/kv', '/secrets', '/logs/search'])
      expect(await next.call('GET', path, { tenant: 'gone' }), path).toMatchObject({ total: 0 });
    expect(await namesIn(next, 'gone')).toEqual([]);
  },
);

test(
  'of a restore that broke off nothing is left after the next start, and it can be made again',
  longest,
  async () => {
    const start = starts('mixed');
    const first = await start();
    await fill(first);
    const created = await first.run('backups', 'create', 'TENANT', '--tenant=gone');
    const uri = /kestra:\S+/.exec(created.stdout)![0];
    await first.kill9();
    const dying = await start('restore.after-files:1');
    await dies(dying, async (server) => {
      const { code } = await server.run('backups', 'restore', uri, '--to-tenant=again');
      if (code !== 0) throw new Error('the server ended');
    });
    const files = join(dying.dataDirectory, 'data', 'again');
    expect(existsSync(files)).toBe(true);

    const next = await start();

    await eventually(async () => expect(await next.call('GET', '/tenants/retained')).toEqual([]));
    expect((await next.request('GET', '/tenants/again')).status).toBe(404);
    expect(existsSync(files)).toBe(false);
    expect((await next.run('backups', 'restore', uri, '--to-tenant=again')).code).toBe(0);
    expect(await namesIn(next, 'again')).toEqual(await namesIn(next, 'gone'));
  },
);

test(
  'executions of a backup that broke off between two pages come in once each when it is restored again',
  longest,
  async () => {
    const start = starts('mixed');
    const first = await start();
    await fill(first);
    for (let number = 1; number < 25; number += 1)
      await first.call('POST', '/executions/company.team/plain?wait=true', { tenant: 'gone' });
    const created = await first.run('backups', 'create', 'TENANT', '--tenant=gone', '--include-data');
    const uri = /kestra:\S+/.exec(created.stdout)![0];
    await first.kill9();
    const restore = (server: TestServer) => server.run('backups', 'restore', uri, '--to-tenant=again');
    const total = async (server: TestServer): Promise<number> =>
      (await server.call('GET', '/executions/search', { tenant: 'again' })).total;
    await dies(await start('restore.between-pages:1'), async (server) => {
      if ((await restore(server)).code !== 0) throw new Error('the server ended');
    });

    const next = await start();

    expect(await total(next)).toBe(20);
    expect((await next.call('GET', '/flows/search', { tenant: 'again' })).total).toBe(1);
    expect(await restore(next)).toMatchObject({
      code: 0,
      stderr: 'An earlier restore of this backup goes on where it was broken off\n',
    });
    expect(await total(next)).toBe(25);
    expect((await restore(next)).stderr).toMatch(/^Nothing was restored: 1 FLOW in tenant 'again'/);
  },
);

test('a schema that broke off at any step is made whole by the next start', longest, async () => {
  const start = starts();
  let deaths = 0;
  for (let step = 1; ; step += isAll ? 1 : 4) {
    const dying = await start(`migrate.step:${step}`).catch(() => undefined);
    if (dying !== undefined) {
      await dying.kill9();
      break;
    }
    deaths += 1;
  }

  const next = await start();

  expect(deaths).toBeGreaterThan(0);
  await next.call('POST', '/flows', { body: aFlow({ id: 'plain' }) });
  expect((await next.call('POST', '/executions/company.team/plain?wait=true')).state.current).toBe('SUCCESS');
});

function upload(server: TestServer, text: string, tenant?: string): Promise<Reply> {
  const body = fileForm(text);
  return server.request('POST', '/namespaces/company.team/files?path=/file.txt', of(tenant, { body }));
}

const download = (server: TestServer, more = ''): Promise<Reply> =>
  server.request('GET', `/namespaces/company.team/files?path=/file.txt${more}`);

async function namesIn(server: TestServer, tenant?: string): Promise<readonly string[]> {
  const files = await server.call('GET', '/namespaces/company.team/files/directory', of(tenant));
  return files.map(({ fileName }: { fileName: string }) => fileName);
}

/** With a bit of everything that must go. */
async function fill(server: TestServer): Promise<void> {
  const tenant = 'gone';
  await server.call('POST', '/tenants', { body: { id: tenant, name: 'Gone' } });
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'plain' }) });
  await server.call('POST', '/executions/company.team/plain?wait=true', { tenant });
  await server.call('PUT', '/namespaces/company.team/kv/KEY', { tenant, body: '"value"' });
  await server.call('PUT', '/namespaces/company.team/secrets', { tenant, body: { key: 'KEY', value: 'value' } });
  expect((await upload(server, 'text', tenant)).status).toBe(200);
}

function of<Options extends object>(tenant: string | undefined, options?: Options): Options & { tenant?: string } {
  return { ...options!, ...(tenant !== undefined && { tenant }) };
}
