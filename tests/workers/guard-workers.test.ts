/** A worker sees the jobs that it was given and nothing else, whatever it says; and it has nothing that it could tell. */
import { readFile, readdir, readlink } from 'node:fs/promises';
import { eventually, startServer, startWorker, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { frame, rawWorker, rawWorkerOf, runOf, type RawWorker } from './raw-worker.ts';
import { aWorker, ended, get, linesOf, newGroup, shell, start, workersOf } from './worker-groups.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed', configuration: { 'kestra.server.lease.duration': '2s' } });
});
afterAll(() => server.stop());

const task = (group: { readonly id: string }, commands = ['true']) => ({
  tasks: [{ id: 'script', type: shell, workerGroup: { key: group.id }, commands }],
});

test('a token that is none, was revoked, or is of another kind opens nothing', async () => {
  const group = await newGroup(server);
  await server.call('DELETE', `/instance/worker-groups/${group.id}/tokens/${group.tokenId}`);
  const { fullToken } = await server.call('POST', '/me/api-tokens', { body: { name: 'mine' } });

  for (const token of [group.token, `${group.token}x`, 'whw_aaaaaa_x', fullToken]) {
    await expect(rawWorker(server.url, token), token).rejects.toThrow('401');
  }
});

test('a worker is told what its job needs, and answers with its result', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const id = await start(server, { ...task(group), description: 'not of the job' });
  const { call, given } = await runOf(worker);

  expect(given.type).toBe(shell);
  expect(given.properties).toMatchObject({ commands: ['true'] });
  expect(JSON.stringify(worker.heard)).not.toContain('not of the job');
  worker.say({ t: 'tell', m: 'log', a: { run: given.run, level: 'INFO', message: 'of the worker' } });
  worker.say({ t: 'done', id: call, v: { outputs: { made: true } } });

  const execution = await ended(server, id);
  expect(execution.taskRunList[0].outputs).toEqual({ made: true });
  expect(await linesOf(server, id)).toContain('of the worker');
});

test('a worker that asks for the job of another is told nothing', async () => {
  const [mine, other] = [await newGroup(server), await newGroup(server)];
  const [thief, owner] = [await rawWorkerOf(server, mine), await rawWorkerOf(server, other)];
  const id = await start(server, { ...task(other), variables: { hidden: 'a secret thing' } });
  const { given } = await runOf(owner);

  const asked = await Promise.all([
    thief.ask('render', { run: given.run, template: '{{ vars.hidden }}' }),
    thief.ask('files.read', { run: given.run, uri: `kestra:///x/${id}` }),
    thief.ask('services.call', { run: given.run, name: 'kv.list', args: {} }),
  ]);
  thief.say({ t: 'tell', m: 'log', a: { run: given.run, level: 'INFO', message: 'of the thief' } });
  await thief.ask('render', { run: given.run, template: '' });

  for (const answer of asked) {
    expect(answer).toMatchObject({ t: 'failed', e: { message: 'This worker has no such task run' } });
  }
  expect(JSON.stringify(thief.heard)).not.toContain('a secret thing');
  expect(await owner.ask('render', { run: given.run, template: '{{ vars.hidden }}' })).toMatchObject({
    v: 'a secret thing',
  });
  expect(await linesOf(server, id)).not.toContain('of the thief');
});

test('a worker reads no files of other executions, none of the machine, and names no other tenant', async () => {
  const tenant = await server.newTenant();
  const elsewhere = await start(
    server,
    { namespace: 'apart', tasks: [{ id: 'make', type: shell, commands: ['echo x > x.txt'], outputFiles: ['x.txt'] }] },
    tenant,
  );
  const uri = (await ended(server, elsewhere, tenant)).taskRunList[0].outputs.outputFiles['x.txt'];
  await server.call('POST', '/namespaces', {
    body: { id: 'closed.box', allowedNamespaces: [{ namespace: 'friend' }] },
  });
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  await start(server, task(group));
  const { given } = await runOf(worker);
  const { run } = given;

  const refused = await Promise.all([
    worker.ask('files.read', { run, uri }).then(() => worker.ask('files.sizeBytes', { run, uri })),
    worker.ask('files.sizeBytes', { run, uri: 'file:///etc/passwd' }),
    worker.ask('files.put', { run, name: 'x', content: { localPath: '/etc/passwd' } }),
    worker.ask('services.call', { run, name: 'kv.keys', args: { namespace: 'closed.box', tenantId: tenant } }),
    worker.ask('workingDirectory', { run }),
  ]);

  expect(refused.map((answer) => (answer as { t: string }).t)).toEqual(Array(5).fill('failed'));
  expect(refused[2]).toMatchObject({ e: { message: 'The content of a file must arrive as a stream' } });
});

test('a worker deletes no files of another execution of the flow, and a namespace that is no text opens nothing', async () => {
  await server.call('POST', '/namespaces', {
    body: { id: 'shut.box', allowedNamespaces: [{ namespace: 'friend' }] },
  });
  await server.call('PUT', '/namespaces/shut.box/kv/KEY', { body: '"kept"' });
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const flow = { ...task(group), id: `files-${group.id}` };
  const other = await start(server, flow);
  const { call, given } = await runOf(worker);
  const uri = await worker.put(given.run, 'kept');
  worker.say({ t: 'done', id: call, v: { outputs: { uri } } });
  await ended(server, other);
  await server.call('POST', `/executions/company.team/${flow.id}`);
  const { run } = (await runOf(worker, 1)).given;
  const ask = (name: string, args: object) => worker.ask('services.call', { run, name, args });

  await ask('executions.purgeFiles', { executionId: other });
  for (const namespace of [['shut.box'], { $bytes: Buffer.from('shut.box').toString('base64') }]) {
    const pairs = [{ namespace, key: 'KEY' }];
    expect(await ask('kv.purge', { pairs })).toMatchObject({ t: 'failed' });
    const places = [{ namespace, flowId: 'x' }];
    expect(await ask('executions.count', { places })).toMatchObject({ t: 'failed' });
  }

  const kept = await server.request('GET', `/executions/${other}/file?path=${encodeURIComponent(uri)}`);
  expect(kept.text).toBe('kept');
  expect(await server.call('GET', '/namespaces/shut.box/kv/KEY')).toMatchObject({ value: 'kept' });
});

test('a result under a lease that was taken away is refused', async () => {
  const group = await newGroup(server);
  const late = await rawWorkerOf(server, group);
  const id = await start(server, task(group));
  const { call, given } = await runOf(late);

  late.close();
  await eventually(async () => expect(await workersOf(server, group.id)).toEqual([]));
  const again = await rawWorker(server.url, group.token);
  again.hello({ resume: { session: late.heard[0]!['session'], received: 1 } });
  await eventually(() => expect(again.heard[0]).toMatchObject({ isResumed: false }));
  const { call: next } = await runOf(again);
  again.say({ t: 'done', id: call + 100, v: { outputs: { by: 'the late one' } } });
  again.say({ t: 'done', id: next, v: { outputs: { by: 'the next' } } });

  const [{ outputs, attempts }] = (await ended(server, id)).taskRunList;
  expect(outputs).toEqual({ by: 'the next' });
  expect(attempts).toHaveLength(2);
  expect(await again.ask('render', { run: given.run + 1, template: '' })).toMatchObject({ t: 'failed' });
});

test('a worker whose token was revoked can end nothing any more', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const id = await start(server, task(group));
  const { call } = await runOf(worker);

  await server.call('POST', `/instance/worker-groups/${group.id}/tokens/${group.tokenId}/revoke`);
  worker.say({ t: 'done', id: call, v: { outputs: { by: 'the revoked one' } } });

  expect(await worker.closed).toEqual({ code: 4003, reason: 'The token was revoked' });
  const waits = `The task waits for a worker of group '${group.id}': none is connected`;
  await eventually(async () => {
    expect(await server.call('GET', `/executions/${id}/waiting`)).toMatchObject([{ message: waits }]);
  });
});

test('a connection cannot be taken over with the token of another group', async () => {
  const [mine, other] = [await newGroup(server), await newGroup(server)];
  const owner = await rawWorkerOf(server, other);

  const thief = await rawWorker(server.url, mine.token);
  thief.hello({ resume: { session: owner.heard[0]!['session'], received: 0 } });

  await eventually(() => expect(thief.heard).toMatchObject([{ isResumed: false, group: mine.id }]));
});

test('what breaks the rules of the protocol ends the connection, and the server goes on', async () => {
  const group = await newGroup(server);
  const broken: readonly ((worker: RawWorker) => void)[] = [
    (worker) => worker.send(new Uint8Array([9, 9, 9])),
    (worker) => worker.send(frame(3, [7], '{"t":"tell","m":"log","a":{}}')),
    (worker) => worker.send(frame(3, [1], 'no json')),
    (worker) => worker.say({ t: 'unknown' }),
    (worker) => worker.say({ t: 'tell', m: 'log', a: { $unknown: 1 } }),
    (worker) => worker.send(frame(3, [1], 'null')),
    (worker) => worker.send(frame(2, [999, 1, 1])),
  ];
  for (const breakRule of broken) {
    const worker = await rawWorkerOf(server, group);
    breakRule(worker);
    expect((await worker.closed).code).toBe(4003);
  }

  const old = await rawWorker(server.url, group.token);
  old.hello({ protocol: 0 });
  expect((await old.closed).reason).toContain("version 1 of the workers' protocol, not 0");
  expect((await server.request('GET', '/instance/worker-groups')).status).toBe(200);
});

test('what is no result fails the task, and no more', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const id = await start(server, task(group));
  const { call } = await runOf(worker);

  worker.say({ t: 'done', id: call, v: { update: { exit: 'WHATEVER' }, outputs: [] } });

  expect((await ended(server, id)).state.current).toBe('FAILED');
  expect((await linesOf(server, id)).some((line) => line.startsWith('The worker answered what is no result'))).toBe(
    true,
  );
});

test('a worker process opens no store and knows no key', async () => {
  const group = await newGroup(server);
  const worker = await aWorker(server, group);

  const environment = await readFile(`/proc/${worker.pid}/environ`, 'utf8');
  const key = (await readFile(`${server.dataDirectory}/data/secret.key`, 'utf8').catch(() => '')).trim();
  expect(environment).not.toContain(server.dataDirectory);
  if (key !== '') expect(environment).not.toContain(key);
  const open = await Promise.all(
    (await readdir(`/proc/${worker.pid}/fd`)).map((fd) => readlink(`/proc/${worker.pid}/fd/${fd}`).catch(() => '')),
  );
  expect(open.filter((path) => path.includes(server.dataDirectory) || path.endsWith('.db'))).toEqual([]);
  await worker.stop();
});

test('a worker that is given a master key or a database does not start', async () => {
  const configuration = {
    'kestra.encryption.secret-key': 'bm90IGEga2V5IG5vdCBhIGtleSBub3QgYSBrZXkgISE=',
    'datasources.postgres.url': 'jdbc:postgresql://localhost/x',
  };

  const worker = await startWorker({ server: server.url, token: 'whw_aaaaaa_x', configuration });

  expect(await worker.exited).toBe(1);
  expect(worker.printed()).toContain("kestra.encryption: is the server's alone");
  expect(worker.printed()).toContain("datasources: is the server's alone");
  expect(worker.printed()).not.toContain('bm90IGEg');
});

test('a worker says why it cannot serve', async () => {
  const group = await newGroup(server);
  const run = async (token: string, ...args: readonly string[]) => {
    const worker = await startWorker({ server: server.url, token, args });
    return { code: await worker.exited, said: worker.printed() };
  };

  const unknown = await run('whw_aaaaaa_x');
  const other = await run(group.token, '-g', 'another');
  const badName = await run(group.token, '-g', 'no name');
  const badThreads = await run(group.token, '-t', 'many');

  expect([unknown, other, badName, badThreads].map(({ code }) => code)).toEqual([1, 1, 2, 2]);
  expect(unknown.said).toContain('the token is not valid');
  expect(other.said).toContain(`The token is of group '${group.id}', not of 'another'`);
  expect(badName.said).toContain('The --worker-group option must match the [a-zA-Z0-9_-]+ pattern');
  expect(badThreads.said).toContain("'many' is not a number of threads");
});

test('an execution of one tenant does not see what another was given on the same worker', async () => {
  const [one, two] = [await server.newTenant(), await server.newTenant()];
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const ids = [
    await start(server, { ...task(group), variables: { hidden: 'of one' } }, one),
    await start(server, { ...task(group), variables: { hidden: 'of two' } }, two),
  ];
  const given = [(await runOf(worker)).given, (await runOf(worker, 1)).given];

  const rendered = await Promise.all(
    given.map(async ({ run }) => (await worker.ask('render', { run, template: '{{ vars.hidden }}' })) as { v: string }),
  );

  expect(rendered.map(({ v }) => v).toSorted()).toEqual(['of one', 'of two']);
  expect((await get(server, ids[0]!, one)).state.current).toBe('RUNNING');
});
