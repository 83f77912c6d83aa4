/** Backups with executions: what has ended comes along, and what runs stays where it runs. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  aFlow,
  eventually,
  executionFile,
  logMessages,
  logTask,
  returnTask,
  sleepTask,
  startServer,
  type TestServer,
} from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const longest = 120_000;
const key = Buffer.alloc(32, 1).toString('base64');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let source: TestServer;
/** The ids of executions, by the flow, in the default tenant and in `dev`. */
const executions: Record<string, string> = {};
beforeAll(async () => {
  source = await startServer({
    tenancy: 'mixed',
    configuration: {
      // Where people begin; what they move to is what the suite runs on
      'kestra.repository.type': 'h2',
      'kestra.queue.type': 'h2',
      'kestra.storage.type': 'local',
      'kestra.encryption.secret-key': key,
    },
  });
  await source.call('POST', '/tenants', { body: { id: 'dev', name: 'dev' } });
  for (const tenant of ['main', 'dev']) {
    const post = (path: string, body?: unknown) =>
      source.call('POST', path, { tenant, ...(body !== undefined && { body }) });
    const writes = {
      id: 'file',
      type: 'io.kestra.plugin.core.storage.Write',
      content: `text of ${tenant}`,
      extension: '.txt',
    };
    await post(
      '/flows',
      aFlow({
        id: 'ended',
        labels: { of: tenant },
        inputs: [{ id: 'pin', type: 'SECRET' }],
        tasks: [
          logTask(`line of ${tenant}`),
          returnTask('{{ inputs.pin | sha256 }}', 'hash'),
          returnTask('pin {{ inputs.pin }}', 'hidden'),
          writes,
        ],
      }),
    );
    await post('/flows', aFlow({ id: 'running', tasks: [writes, sleepTask('PT1H')] }));
    const form = new FormData();
    form.set('pin', `pin of ${tenant}`);
    executions[`ended ${tenant}`] = (await post('/executions/company.team/ended?wait=true', form)).id;
    const running = (await post('/executions/company.team/running')).id;
    executions[`running ${tenant}`] = running;
    await eventually(async () =>
      expect((await source.call('GET', `/executions/${running}`, { tenant })).taskRunList).toHaveLength(2),
    );
  }
}, longest);
afterAll(() => source.stop());

const placeOf = (stdout: string): string =>
  join(source.dataDirectory, 'data', '_instance', /kestra:\/\/(\S+)/.exec(stdout)![1]!);

test('executions that have ended can be looked at and replayed at another instance', { timeout: longest }, async () => {
  const created = await source.run('backups', 'create', 'FULL', '--include-data');
  const target = await startServer({ tenancy: 'mixed', admin: false });

  const restored = await target.run('backups', 'restore', placeOf(created.stdout), `--encryption-key=${key}`);

  expect(created.stdout).toMatch(/^Backup summary: \[.*EXECUTION: 2, FILE: 2, FLOW: 4,.*\]\n/);
  expect(created.stderr).toBe(
    'Left out: 1 execution(s) of the default tenant that have not ended\n' +
      "Left out: 1 execution(s) of tenant 'dev' that have not ended\n",
  );
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  expect(restored.stdout).toMatch(/^Restore summary: \[.*EXECUTION: 2, FILE: 2, FLOW: 4,.*\]\n/);
  const as = source.admin;
  for (const tenant of ['main', 'dev']) {
    const id = executions[`ended ${tenant}`]!;
    const [there, here] = await Promise.all([
      target.call('GET', `/executions/${id}`, { tenant, as }),
      source.call('GET', `/executions/${id}`, { tenant }),
    ]);
    // Sealed anew
    expect(there).toEqual({ ...here, inputs: { pin: { ...here.inputs.pin, value: there.inputs.pin.value } } });
    const from = { tenant, as };
    expect(await logMessages(target, id, from)).toEqual(await logMessages(source, id, { tenant }));
    expect(await executionFile(target, id, there.taskRunList[3].outputs.uri, from)).toBe(`text of ${tenant}`);
    const found = await target.call('GET', `/executions/search?filters[labels][EQUALS][of]=${tenant}`, from);
    expect(found.results.map((each: { id: string }) => each.id)).toEqual([id]);
    expect((await target.request('GET', `/executions/${executions[`running ${tenant}`]!}`, from)).status).toBe(404);

    // From the task on whose input is a secret, with what the tasks before it have hidden
    const replayed = await target.call('POST', `/executions/${id}/replay`, from);
    await expect
      .poll(async () => (await target.call('GET', `/executions/${replayed.id}`, from)).state.current)
      .toBe('SUCCESS');
    const { taskRunList } = await target.call('GET', `/executions/${replayed.id}`, from);
    expect(taskRunList[1].outputs.value).toBe(sha256(`pin of ${tenant}`));
    expect(JSON.stringify(taskRunList)).not.toContain(`pin of ${tenant}`);
  }
});

test('a copy in the same instance has what the tenant has, and no more', { timeout: longest }, async () => {
  const created = await source.run('backups', 'create', 'TENANT', '--tenant=dev', '--include-data');

  const restored = await source.run('backups', 'restore', placeOf(created.stdout), '--to-tenant=copy');

  expect(restored.code).toBe(0);
  const id = executions['ended dev']!;
  const from = { tenant: 'copy' };
  expect(await logMessages(source, id, from)).toEqual(await logMessages(source, id, { tenant: 'dev' }));
  expect((await source.call('GET', '/executions/search', from)).total).toBe(1);
  expect((await source.call('GET', '/executions/search', { tenant: 'dev' })).total).toBe(2);
  const restarted = await source.call('POST', `/executions/${id}/replay`, from);
  await expect
    .poll(async () => (await source.call('GET', `/executions/${restarted.id}`, from)).state.current)
    .toBe('SUCCESS');
  expect((await source.call('GET', '/executions/search', { tenant: 'dev' })).total).toBe(2);
});

test('without the option there is nothing of an execution in it', async () => {
  const { stdout, stderr } = await source.run('backups', 'create', 'FULL');

  expect(stdout).not.toMatch(/EXECUTION|FILE: 2/);
  expect(stderr).toBe('');
});
