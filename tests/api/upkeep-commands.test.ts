/** Commands that look after what is stored, as the real program. */
import { aFlow, eventually, startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
});
afterAll(() => server.stop());

const namespace = 'company';
const pause = { id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' };

test('queued executions of all tenants begin, whatever the limits say; there are none afterwards', async () => {
  const tenants = [await server.newTenant(), await server.newTenant()];
  const flow = aFlow({ id: 'one-at-a-time', namespace, tasks: [pause], concurrency: { limit: 1 } });
  const ids: { tenant: string; id: string }[] = [];
  for (const tenant of tenants) {
    await server.call('POST', '/flows', { tenant, body: flow });
    for (let nth = 0; nth < 3; nth += 1) {
      const { id } = await server.call('POST', `/executions/${namespace}/one-at-a-time`, { tenant });
      ids.push({ tenant, id });
    }
  }
  const states = (): Promise<readonly string[]> =>
    Promise.all(
      ids.map(async ({ tenant, id }) => (await server.call('GET', `/executions/${id}`, { tenant })).state.current),
    );
  const inEach = ['PAUSED', 'QUEUED', 'QUEUED'];
  await eventually(async () => expect(await states()).toEqual([...inEach, ...inEach]));

  const first = await server.run('sys', 'submit-queued-execution');
  const second = await server.run('sys', 'submit-queued-execution');

  expect(first).toEqual({ code: 0, stdout: 'Successfully submitted 4 queued executions\n', stderr: '' });
  expect(second.stdout).toBe('Successfully submitted 0 queued executions\n');
  await eventually(async () => expect(new Set(await states())).toEqual(new Set(['PAUSED'])));
});

test('flows are saved again from their sources', async () => {
  const tenant = await server.newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'kept', namespace: 'company.kept' }) });

  const reindexed = await server.run('sys', 'reindex', '-t', 'flow');
  const synced = await server.run('flow', 'syncFromSource');
  const other = await server.run('sys', 'reindex', '--type=template');

  const lines = synced.stdout.trimEnd().split('\n');
  expect(lines).toContain('- company.kept.kept');
  expect(lines.at(-1)).toBe(`${lines.length - 1} flow(s) successfully updated!`);
  expect(synced).toMatchObject({ code: 0, stderr: '' });
  expect(reindexed).toEqual({
    code: 0,
    stdout: `Successfully reindex ${lines.length - 1} flow(s).\n`,
    stderr: '',
  });
  expect(other).toEqual({ code: 1, stdout: '', stderr: "Reindexing type 'template' is not supported\n" });
  expect((await server.call('GET', '/flows/company.kept/kept', { tenant })).revision).toBe(1);
});

test.each([
  [['migrate', 'metadata', 'kv'], 'Nothing to migrate.\n'],
  [['migrate', 'metadata', 'secrets'], 'Nothing to migrate.\n'],
  [['migrate', 'metadata', 'nsfiles'], 'Nothing to migrate.\n'],
  [['migrate', 'plan'], 'Nothing to migrate.\n'],
  [['migrate', 'run'], 'Nothing to migrate.\n'],
  [['migrate', 'repair'], 'Nothing to migrate.\n'],
  [['migrate', 'unlock'], 'Nothing to migrate.\n'],
  [['sys', 'state-store', 'migrate'], 'Successfully ran the state-store migration.\n'],
  [['sys-ee', 'restore-queue'], 'Nothing to do: what waits is in the store.\n'],
  [['sys-ee', 'restore-flow-listeners'], 'Nothing to do: servers find the flows in the store.\n'],
  [['sys-ee', 'reset-concurrency-limit'], 'Nothing to do: slots are counted from the executions that hold them.\n'],
])('%j is accepted, as scripts that came along expect', async (words, stdout) => {
  expect(await server.run(...words)).toEqual({ code: 0, stdout, stderr: '' });
});
