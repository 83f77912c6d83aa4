/** What files of namespaces have been: kept at each write, read by number, carried along, purged. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasS3, fileForm, startS3, startServer, type Reply, type TestServer } from '@windhover/testing';
import { beforeAll, describe, expect, test } from 'vitest';

const core = 'io.kestra.plugin.core';
const namespace = 'company.team';
let server: TestServer;

beforeAll(async () => {
  server = await startServer({
    tenancy: 'mixed',
    configuration: { 'kestra.namespace-files.keep-revisions': 4, 'kestra.namespace-files.keep-deleted': 2 },
  });
  return () => server.stop();
});

/** The files of a namespace of a tenant. */
function filesOf(on: TestServer, tenant: string | undefined, of = namespace) {
  const options = tenant === undefined ? {} : { tenant };
  const files = `/namespaces/${of}/files`;
  const request = (method: string, rest: string, more: object = {}): Promise<Reply> =>
    on.request(method, files + rest, { ...options, ...more });
  return {
    write: (path: string, content: string) => request('POST', `?path=${path}`, { body: fileForm(content) }),
    read: async (path: string, revision?: number): Promise<string | number> => {
      const reply = await request('GET', `?path=${path}${revision === undefined ? '' : `&revision=${revision}`}`);
      return reply.status === 200 ? reply.text : reply.status;
    },
    move: (from: string, to: string) => request('PUT', `?from=${from}&to=${to}`),
    remove: (path: string) => request('DELETE', `?path=${path}`),
    revisions: (path: string) => request('GET', `/revisions?path=${path}`),
    numbers: async (path: string): Promise<number[] | number> => {
      const { status, json } = await request('GET', `/revisions?path=${path}`);
      return status === 200 ? json.map(({ revision }: { revision: number }) => revision) : status;
    },
    run: async (task: object) => {
      const source = JSON.stringify({ id: 'probe', namespace: of, tasks: [{ id: 'probe', ...task }] });
      const headers = { 'content-type': 'application/x-yaml' };
      const saved = await on.request('POST', '/flows', { ...options, body: source, headers });
      if (saved.status === 422) await on.call('PUT', `/flows/${of}/probe`, { ...options, body: source, headers });
      const execution = await on.call('POST', `/executions/${of}/probe?wait=true`, options);
      return { state: execution.state.current, outputs: execution.taskRunList[0].outputs };
    },
  };
}

const enter = async () => filesOf(server, await server.newTenant());

test('each write is a revision, with its time, its size and who made it; the same content once more is none', async () => {
  const { write, read, revisions } = await enter();

  for (const content of ['one', 'second', 'second', 'one']) expect((await write('/a.sql', content)).status).toBe(200);

  expect((await revisions('/a.sql')).json).toEqual(
    [3, 6, 3].map((size, index) => ({
      revision: index + 1,
      size,
      updated: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      author: server.admin.username,
    })),
  );
  const contents = [await read('/a.sql', 1), await read('/a.sql', 2), await read('/a.sql', 3), await read('/a.sql')];
  expect(contents).toEqual(['one', 'second', 'one', 'one']);
  expect([await read('/a.sql', 4), await read('/a.sql', 0), await read('/b.sql', 1)]).toEqual([404, 422, 404]);
});

test('a file from before there were revisions becomes the first one when it is written to', async () => {
  const tenant = await server.newTenant();
  const { write, read, numbers } = filesOf(server, tenant);
  const folder = join(server.dataDirectory, 'data', tenant, 'company', 'team', '_files');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'old.sql'), 'from before');

  expect((await write('/old.sql', 'new')).status).toBe(200);

  expect(await numbers('/old.sql')).toEqual([1, 2]);
  expect([await read('/old.sql', 1), await read('/old.sql')]).toEqual(['from before', 'new']);
});

test('a task writes revisions like anyone, but as nobody', async () => {
  const { write, read, revisions, run } = await enter();
  await write('/out.txt', 'by hand');

  const script = { id: 'write', type: `${core}.storage.Write`, content: 'by a task' };
  await run({
    type: `${core}.flow.Sequential`,
    tasks: [
      script,
      {
        id: 'put',
        type: `${core}.namespace.UploadFiles`,
        namespace,
        filesMap: { 'out.txt': '{{ outputs.write.uri }}' },
      },
    ],
  });

  expect((await revisions('/out.txt')).json.map(({ author }: { author?: string }) => author)).toEqual([
    server.admin.username,
    undefined,
  ]);
  expect([await read('/out.txt', 1), await read('/out.txt')]).toEqual(['by hand', 'by a task']);
});

test('only so many are kept as the server is told, and no content of the others', async () => {
  const tenant = await server.newTenant();
  const { write, read, numbers } = filesOf(server, tenant);

  for (let count = 1; count <= 7; count += 1) await write('/loop.txt', `round ${count}`);

  expect(await numbers('/loop.txt')).toEqual([4, 5, 6, 7]);
  expect([await read('/loop.txt', 3), await read('/loop.txt', 4)]).toEqual([404, 'round 4']);
  expect(await contentsOn(server, tenant)).toBe(4);
});

test('of many writers at once each has a revision, and the file is what the last one says', async () => {
  const { write, read, numbers } = await enter();
  await write('/race.txt', 'start');

  const replies = await Promise.all([1, 2, 3].map((writer) => write('/race.txt', `of writer ${writer}`)));

  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await numbers('/race.txt')).toEqual([1, 2, 3, 4]);
  const all = [await read('/race.txt', 2), await read('/race.txt', 3), await read('/race.txt', 4)];
  expect(new Set(all)).toEqual(new Set(['of writer 1', 'of writer 2', 'of writer 3']));
  expect(await read('/race.txt')).toBe(all[2]);
});

describe('a file that moves', () => {
  test('takes its revisions along, and they follow those that the new path has', async () => {
    const { write, read, move, numbers } = await enter();
    for (const content of ['a1', 'a2']) await write('/a', content);
    await write('/b', 'b1');

    expect((await move('/a', '/b')).status).toBe(200);

    expect([await numbers('/b'), await numbers('/a')]).toEqual([[1, 2, 3], 404]);
    const contents = [await read('/b', 1), await read('/b', 2), await read('/b', 3), await read('/b')];
    expect(contents).toEqual(['b1', 'a1', 'a2', 'a2']);
  });

  test('takes them along in its directory too; a move that cannot be changes nothing', async () => {
    const { write, read, move, numbers } = await enter();
    for (const content of ['1', '2']) await write('/dir/deep/a', content);
    await write('/dir-2/a', 'another');

    expect((await move('/dir', '/new/dir')).status).toBe(200);
    expect((await move('/new/dir', '/new/dir/deep')).status).toBe(422);
    expect((await move('/none', '/x')).status).toBe(404);

    expect([await read('/new/dir/deep/a', 1), await read('/new/dir/deep/a')]).toEqual(['1', '2']);
    expect([await numbers('/dir/deep/a'), await numbers('/dir-2/a')]).toEqual([404, [1]]);
  });
});

describe('a file that is deleted', () => {
  test('can be read by number still, and goes on with the numbers when it is there again', async () => {
    const { write, read, remove, revisions, numbers } = await enter();
    for (const content of ['1', '2']) await write('/dir/a', content);

    expect((await remove('/dir')).status).toBe(200);

    const [, , deletion] = (await revisions('/dir/a')).json;
    expect(deletion).toMatchObject({ revision: 3, author: server.admin.username });
    expect(deletion).not.toHaveProperty('size');
    expect([await read('/dir/a'), await read('/dir/a', 2), await read('/dir/a', 3)]).toEqual([404, '2', 404]);
    await write('/dir/a', '2');
    expect([await numbers('/dir/a'), await read('/dir/a')]).toEqual([[1, 2, 3, 4], '2']);
  });

  test('is forgotten once more files were deleted after it than are kept', async () => {
    const tenant = await server.newTenant();
    const { write, read, remove } = filesOf(server, tenant);
    for (const name of ['a', 'b', 'c', 'd']) await write(`/${name}`, `content of ${name}`);

    for (const name of ['a', 'b', 'c']) await remove(`/${name}`);

    expect([await read('/a', 1), await read('/b', 1), await read('/c', 1)]).toEqual([
      404,
      'content of b',
      'content of c',
    ]);
    expect(await contentsOn(server, tenant)).toBe(3);
  });

  test('may become a directory, and the other way round', async () => {
    const { write, read, remove } = await enter();
    await write('/a', 'a file');
    expect((await write('/a/b', 'x')).status).toBe(422);
    await remove('/a');
    await write('/a/1', 'below it');
    expect((await write('/a', 'x')).status).toBe(422);

    expect([await read('/a', 1), await read('/a/1'), await read('/a/1', 1), await read('/a/b', 1)]).toEqual([
      'a file',
      'below it',
      'below it',
      404,
    ]);
  });
});

describe('PurgeFiles', () => {
  const purge = (rest: object) => ({ type: `${core}.namespace.PurgeFiles`, ...rest });

  test('deletes what is beyond the newest of files that match, and says how many went', async () => {
    const tenant = await server.newTenant();
    const { write, read, numbers, run } = filesOf(server, tenant);
    for (const content of ['1', '2', '3']) for (const path of ['/sql/a.sql', '/a.txt']) await write(path, content);

    const some = await run(purge({ filePattern: '**.sql', behavior: { type: 'version', keepAmount: 2 } }));
    const rest = await run(purge({ namespaces: ['company'] }));

    expect([some.outputs, rest.outputs]).toEqual([{ size: 1 }, { size: 3 }]);
    expect([await numbers('/sql/a.sql'), await numbers('/a.txt')]).toEqual([[3], [3]]);
    expect([await read('/a.txt', 1), await read('/a.txt')]).toEqual([404, '3']);
    expect(await contentsOn(server, tenant)).toBe(2);
  });

  test('with a date deletes what was made before it, all of it where the file is deleted', async () => {
    const { write, read, remove, numbers, run } = await enter();
    for (const path of ['/gone', '/here']) for (const content of ['1', '2']) await write(path, content);
    await remove('/gone');

    const early = await run(purge({ behavior: { before: '2020-01-01T00:00:00Z' } }));
    const late = await run(purge({ behavior: { before: "{{ now() | dateAdd(1, 'HOURS') }}" } }));

    expect([early.outputs, late.outputs]).toEqual([{ size: 0 }, { size: 4 }]);
    expect([await numbers('/gone'), await numbers('/here'), await read('/here')]).toEqual([404, [2], '2']);
  });

  test('leaves namespaces alone that do not allow it, and those that it was not asked for', async () => {
    const tenant = await server.newTenant();
    const [closed, other] = [filesOf(server, tenant, 'closed'), filesOf(server, tenant, 'other')];
    for (const { write } of [closed, other]) for (const content of ['1', '2']) await write('/a', content);
    const allowedNamespaces = [{ namespace: 'friend' }];
    await server.call('POST', '/namespaces', { tenant, body: { id: 'closed', allowedNamespaces } });

    const { outputs } = await filesOf(server, tenant).run(purge({ namespacePattern: 'c*' }));

    expect([outputs, await closed.numbers('/a'), await other.numbers('/a')]).toEqual([{ size: 0 }, [1, 2], [1, 2]]);
  });
});

test('revisions of another tenant, or of a file nobody wrote, are equally unknown', async () => {
  const theirs = await enter();
  for (const content of ['hush', 'hush hush']) await theirs.write('/a', content);
  const mine = await enter();
  await mine.write('/b', 'mine');

  for (const revision of [1, 2])
    expect([await mine.read('/a', revision), await mine.read('/never', revision)]).toEqual([404, 404]);
  expect([await mine.numbers('/a'), await mine.numbers('/never')]).toEqual([404, 404]);
  expect((await mine.run({ type: `${core}.namespace.PurgeFiles` })).outputs).toEqual({ size: 0 });
  expect(await theirs.numbers('/a')).toEqual([1, 2]);
});

test('no content stays on the disk when the tenant is purged', async () => {
  const tenant = await server.newTenant();
  const { write, remove } = filesOf(server, tenant);
  for (const content of ['1', '2']) await write('/a', content);
  await write('/b', 'x');
  await remove('/b');
  expect(await contentsOn(server, tenant)).toBe(3);

  await server.call('DELETE', `/tenants/${tenant}?purge=true`);
  await server.call('POST', '/tenants', { body: { id: tenant, name: 'again' } });

  expect(await contentsOn(server, tenant)).toBe(0);
  expect([await filesOf(server, tenant).numbers('/a'), await filesOf(server, tenant).read('/b', 1)]).toEqual([
    404, 404,
  ]);
});

test.skipIf(!hasS3)('a bucket keeps revisions as a folder does', async () => {
  const s3 = await startS3();
  const onS3 = await startServer({
    configuration: {
      ...s3.configuration,
      'kestra.namespace-files.keep-revisions': 2,
    },
  });
  const { write, read, move, remove, numbers } = filesOf(onS3, undefined);

  for (const content of ['1', '2', '2', '3']) await write('/a', content);
  await move('/a', '/dir/b');
  await remove('/dir');

  expect(await numbers('/dir/b')).toEqual([2, 3, 4]);
  expect([await read('/dir/b', 2), await read('/dir/b', 3), await read('/dir/b')]).toEqual(['2', '3', 404]);
});

/** How many contents of files lie in the folder of a tenant, apart from the files themselves. */
async function contentsOn({ dataDirectory }: TestServer, tenant: string): Promise<number> {
  const folder = join(dataDirectory, 'data', tenant);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile() && entry.parentPath.endsWith('/_revisions')).length;
}
