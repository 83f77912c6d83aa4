/** Executions from the command line, as the real program. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  aFlow,
  eventually,
  failTask,
  logTask,
  returnTask,
  runProgram,
  startServer,
  type CommandResult,
  type TaskParts,
  type TestServer,
} from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'windhover-executions-'));
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const run = (...args: string[]): Promise<CommandResult> =>
  runProgram(['executions', ...args], { workingDirectory: folder });
/** As the server's superadmin. */
const call = (...args: string[]): Promise<CommandResult> =>
  run(...args, '--server', server.url, '--user', `${server.admin.username}:${server.admin.password}`);
const jsonOf = async (...args: string[]) => JSON.parse((await call(...args, '--output', 'json')).stdout);

const find = (id: string) => server.call('GET', `/executions/${id}`);
const reaches = (id: string, state: string) =>
  eventually(async () => expect((await find(id)).state.current).toBe(state));

const pause = { id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' };

/** An execution of a flow of these tasks, in a namespace of its own. */
async function started(namespace: string, tasks: readonly TaskParts[], more: object = {}): Promise<string> {
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', namespace, tasks, ...more }) });
  return (await server.call('POST', `/executions/${namespace}/flow`)).id;
}

test('a flow is run with inputs from values and files, and waited for', async () => {
  const inputs = [
    { id: 'name', type: 'STRING' },
    { id: 'data', type: 'FILE' },
  ];
  const tasks = [returnTask('{{ inputs.name }} {{ read(inputs.data) }}', 'tell')];
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', namespace: 'cli.run', inputs, tasks }) });
  writeFileSync(join(folder, 'data.txt'), 'from a file');
  const given = ['--input', 'name=a=b', '--input-file', 'data=data.txt', '--label', 'team=core'];

  const execution = await jsonOf('run', 'cli.run', 'flow', ...given, '--wait');

  expect(execution.state.current).toBe('SUCCESS');
  expect(execution.labels).toContainEqual({ key: 'team', value: 'core' });
  expect((await find(execution.id)).taskRunList[0].outputs).toEqual({ value: 'a=b from a file' });
});

test('a run that is waited for and fails exits with 1, and shows its task runs', async () => {
  await server.call('POST', '/flows', {
    body: aFlow({ id: 'flow', namespace: 'cli.fails', tasks: [failTask('broken')] }),
  });

  const { code, stdout } = await call('run', 'cli.fails', 'flow', '--wait');

  expect(code).toBe(1);
  expect(stdout).toMatch(/^ID +NAMESPACE +FLOW +STATE +STARTED +DURATION\n\w+ +cli\.fails +flow +FAILED /);
  expect(stdout).toMatch(/\n\nTASK RUN +TASK +VALUE +STATE +DURATION\n\w+ +broken +FAILED /);
});

test('executions are listed by namespace, state and label, and said to be none', async () => {
  const id = await started('cli.list', [logTask('x')], { labels: { team: 'core' } });
  await reaches(id, 'SUCCESS');
  const listed = async (...args: string[]): Promise<string[]> =>
    (await jsonOf('list', '--namespace', 'cli.list', ...args)).map((execution: { id: string }) => execution.id);

  expect(await listed('--state', 'SUCCESS', '--state', 'FAILED', '--label', 'team=core')).toEqual([id]);
  expect(await listed('--state', 'FAILED')).toEqual([]);
  expect(await listed('--label', 'team=other')).toEqual([]);
  expect((await call('list', '--namespace', 'cli.list')).stdout).toContain(`\n${id}  cli.list   flow  SUCCESS`);
});

test('a paused execution says what it waits for, asks for its inputs, and goes on with them', async () => {
  const onResume = [{ id: 'reason', type: 'STRING' }];
  const id = await started('cli.resume', [
    { ...pause, onResume },
    returnTask('{{ outputs.wait.onResume.reason }}', 'tell'),
  ]);
  await reaches(id, 'PAUSED');

  const shown = await call('get', id);
  const without = await call('resume', id);
  const resumed = await call('resume', id, '--input', 'reason=because');
  const watched = await call('watch', id);

  expect(shown.stdout).toMatch(/wait +PAUSED [^\n]*\n\n.*resume/is);
  expect(without).toMatchObject({ code: 1, stdout: '' });
  expect(without.stderr).toContain('reason');
  expect(resumed).toEqual({ code: 0, stdout: `Execution '${id}' is resumed.\n`, stderr: '' });
  expect(watched).toMatchObject({ code: 0, stderr: expect.stringMatching(/SUCCESS\n$/) });
  expect((await find(id)).taskRunList[1].outputs).toEqual({ value: 'because' });
});

test.each([
  ['approve', 'APPROVED', 'SUCCESS', 0],
  ['deny', 'DENIED', 'CANCELLED', 1],
] as const)('%s answers an Approval with a comment', async (command, decision, state, code) => {
  const id = await started(`cli.${command}`, [{ id: 'ask', type: 'io.kestra.plugin.core.flow.Approval' }]);
  await reaches(id, 'PAUSED');

  const answered = await call(command, id, '--comment', 'looked at it');
  const watched = await call('watch', id, '--output', 'json');

  expect(answered.code).toBe(0);
  expect(watched.code).toBe(code);
  const execution = JSON.parse(watched.stdout);
  expect(execution).toMatchObject({ id, state: { current: state } });
  expect(execution.taskRunList[0].outputs).toMatchObject({ decision, comment: 'looked at it' });
});

test('an execution is killed, and cannot be killed twice', async () => {
  const id = await started('cli.kill', [pause]);
  await reaches(id, 'PAUSED');

  const killed = await call('kill', id);
  await reaches(id, 'KILLED');
  const again = await call('kill', id, '--no-cascade');

  expect(killed).toEqual({ code: 0, stdout: `Execution '${id}' is being killed.\n`, stderr: '' });
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain(id);
});

test('what failed is restarted in place, and replayed as another execution with other inputs', async () => {
  const inputs = [{ id: 'ok', type: 'BOOL', defaults: false }];
  const id = await started('cli.again', [{ ...failTask('maybe'), condition: '{{ not inputs.ok }}' }], { inputs });
  await reaches(id, 'FAILED');

  const restarted = await call('restart', id);
  await eventually(async () => expect((await find(id)).metadata.attemptNumber).toBe(2));
  await reaches(id, 'FAILED');
  const replay = await jsonOf('replay', id, '--input', 'ok=true');

  expect(restarted.stdout).toBe(`Execution '${id}' is restarted.\n`);
  expect(replay).toMatchObject({ originalId: id, parentId: id });
  await reaches(replay.id, 'SUCCESS');
});

test('a queued execution is let run, labelled, and deleted at last', async () => {
  const concurrency = { limit: 1, behavior: 'QUEUE' };
  const first = await started('cli.queue', [pause], { concurrency });
  await reaches(first, 'PAUSED');
  const { id } = await server.call('POST', '/executions/cli.queue/flow');
  await reaches(id, 'QUEUED');

  const unqueued = await call('unqueue', id, '--state', 'CANCELLED');
  await reaches(id, 'CANCELLED');
  const labelled = await call('labels', id, 'team=core', 'tier=two');
  const { labels } = await find(id);
  const deleted = await call('delete', id, '--yes');

  expect(unqueued.code).toBe(0);
  expect(labelled.code).toBe(0);
  expect(labels.filter(({ key }: { key: string }) => !key.startsWith('system.'))).toEqual([
    { key: 'team', value: 'core' },
    { key: 'tier', value: 'two' },
  ]);
  expect(deleted).toEqual({ code: 0, stdout: `Execution '${id}' is deleted.\n`, stderr: '' });
  expect((await call('get', id)).stderr).toMatch(/^\tUnable to parse executions due to the following error:\n\t- /);
});

test.each([
  [['resume'], /^Missing required parameter: '<executionId>'/],
  [['resume', 'x', '--input', 'reason'], /^Invalid value for '--input': 'reason' is not <name=value>/],
  [['labels', 'x', 'team'], /^Invalid value for '<labels>': 'team' is not <key=value>/],
])('%j is wrong usage', async (args, message) => {
  expect(await run(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
});
