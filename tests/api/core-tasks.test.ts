/** Tasks that reach beyond their own execution, as those see it who run flows. */
import {
  aFlow,
  eventually,
  executionFile,
  fileForm,
  logMessages,
  failTask,
  logTask,
  returnTask,
  sleepTask,
  startServer,
  type TaskParts,
  type TestServer,
} from '@windhover/testing';
import { beforeAll, describe, expect, test } from 'vitest';

const core = 'io.kestra.plugin.core';
const everything = "{{ now() | dateAdd(1, 'HOURS') }}";
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  return () => server.stop();
});

/** A tenant of its own. */
async function enter() {
  const tenant = await server.newTenant();
  const save = (parts: Parameters<typeof aFlow>[0]) => server.call('POST', '/flows', { tenant, body: aFlow(parts) });
  const start = (flow: string, inputs: Readonly<Record<string, string>> = {}, wait = true) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(inputs)) body.set(name, value);
    return server.call('POST', `/executions/${flow}?wait=${wait}`, { tenant, body });
  };
  /** Runs tasks as a flow of their own; answers its end. */
  const run = async (tasks: readonly TaskParts[], namespace = 'team', parts: object = {}) => {
    const flow = await save({ namespace, tasks, ...parts });
    return start(`${namespace}/${flow.id}`);
  };
  const status = async (executionId: string): Promise<number> =>
    (await server.request('GET', `/executions/${executionId}`, { tenant })).status;
  const stateOf = async (executionId: string): Promise<string> =>
    (await server.call('GET', `/executions/${executionId}`, { tenant })).state.current;
  const file = (executionId: string, uri: string): Promise<string> =>
    executionFile(server, executionId, uri, { tenant });
  const logs = (executionId: string): Promise<string[]> => logMessages(server, executionId, { tenant });
  /** Only flows below `allowed` may reach into the namespace. */
  const close = (namespace: string, allowed: string) =>
    server.call('PUT', `/namespaces/${namespace}`, {
      tenant,
      body: { id: namespace, allowedNamespaces: [{ namespace: allowed }] },
    });
  return { tenant, save, start, run, status, stateOf, file, logs, close };
}

// oxlint-disable-next-line typescript/no-explicit-any -- replies of the API, looked into
function outputsOf(execution: any, taskId: string): any {
  return execution.taskRunList.findLast((taskRun: { taskId: string }) => taskRun.taskId === taskId)?.outputs;
}

test('variables of the flow can be set, kept and removed like those that tasks have set', async () => {
  const { run } = await enter();
  const change = (id: string, task: string, rest: object) => ({ id, type: `${core}.execution.${task}`, ...rest });

  const execution = await run(
    [
      change('merge', 'SetVariables', { variables: { place: { port: 1 } } }),
      returnTask('{{ vars.place.host }}:{{ vars.place.port }}', 'merged'),
      change('remove', 'UnsetVariables', { variables: ['place'] }),
      returnTask("{{ vars.place ?? 'none' }} {{ vars.name }}", 'removed'),
      change('again', 'SetVariables', { variables: { name: 'other' }, overwrite: false }),
    ],
    'team',
    { variables: { name: 'own', place: { host: 'here' } } },
  );

  expect(outputsOf(execution, 'merged')).toEqual({ value: 'here:1' });
  expect(outputsOf(execution, 'removed')).toEqual({ value: 'none own' });
  expect(execution.state.current).toBe('FAILED');
});

test('Assert tells the conditions that are false as they were written', async () => {
  const { run, logs } = await enter();
  const conditions = ['{{ 42 == 42 }}', "{{ flow.namespace == 'other' }}", '{{ null }}'];

  const execution = await run([{ id: 'assert', type: `${core}.execution.Assert`, conditions }]);

  expect(execution.state.current).toBe('FAILED');
  expect((await logs(execution.id)).slice(0, 3)).toEqual([
    "Assertion failed: {{ flow.namespace == 'other' }}",
    'Assertion failed: {{ null }}',
    '2 assertions failed',
  ]);
});

describe('files', () => {
  test('LocalFiles writes and keeps files of a working directory', async () => {
    const { run, file } = await enter();
    const directory = {
      id: 'directory',
      type: `${core}.flow.WorkingDirectory`,
      tasks: [
        { id: 'put', type: `${core}.storage.LocalFiles`, inputs: { 'out/a.txt': '{{ execution.id }}', 'b.txt': 'no' } },
        { id: 'keep', type: `${core}.storage.LocalFiles`, outputs: ['out/**'] },
      ],
    };

    const execution = await run([directory]);

    const { uris } = outputsOf(execution, 'keep');
    expect(Object.keys(uris)).toEqual(['out/a.txt']);
    expect(await file(execution.id, uris['out/a.txt'])).toBe(execution.id);
  });

  test('UploadFiles puts what matches in the working directory into a namespace', async () => {
    const { run, tenant } = await enter();
    const put = { type: `${core}.namespace.UploadFiles`, namespace: 'team' };
    const directory = {
      id: 'directory',
      type: `${core}.flow.WorkingDirectory`,
      inputFiles: { 'models/a.sql': '{{ flow.id }}', 'models/b.txt': 'no', 'c.py': 'print()' },
      tasks: [
        { id: 'models', ...put, files: ['glob:**/*.sql'], destination: '/dbt' },
        { id: 'script', ...put, files: 'c.py' },
        { id: 'write', type: `${core}.storage.Write`, content: 'text' },
        { id: 'named', ...put, files: { 'docs/read.me': '{{ outputs.write.uri }}' } },
      ],
    };

    const execution = await run([directory]);

    expect(Object.keys(outputsOf(execution, 'models').files)).toEqual(['/dbt/models/a.sql']);
    expect(Object.keys(outputsOf(execution, 'script').files)).toEqual(['/c.py']);
    expect(Object.keys(outputsOf(execution, 'named').files)).toEqual(['/docs/read.me']);
    const { text } = await server.request('GET', '/namespaces/team/files?path=/dbt/models/a.sql', { tenant });
    expect(text).toBe(execution.flowId);
  });

  test('files of namespaces have addresses that tasks and templates read', async () => {
    const { run } = await enter();
    const put = (id: string, namespace: string) => ({
      id,
      type: `${core}.namespace.UploadFiles`,
      namespace,
      filesMap: { [`${id}.txt`]: '{{ outputs.write.uri }}' },
    });
    const size = (id: string, uri: string) => ({ id, type: `${core}.storage.Size`, uri, allowFailure: true });

    const execution = await run(
      [
        { id: 'write', type: `${core}.storage.Write`, content: 'text' },
        put('own', 'team.one'),
        put('above', 'team'),
        size('ofOwn', 'nsfile:///own.txt'),
        size('ofAbove', 'nsfile://team/above.txt'),
        size('outside', 'nsfile:///../../team/one/_files/own.txt'),
        size('other', 'nsfile://other/own.txt'),
        returnTask("{{ read('nsfile:///own.txt') }} {{ fileSize('nsfile://team/above.txt') }}", 'template'),
      ],
      'team.one',
    );

    expect(['ofOwn', 'ofAbove', 'outside', 'other'].map((id) => outputsOf(execution, id)?.size)).toEqual([
      4,
      4,
      undefined,
      undefined,
    ]);
    expect(outputsOf(execution, 'template')).toEqual({ value: 'text 4' });
  });

  test('a state says where it is kept and how many keys it has', async () => {
    const { run } = await enter();
    const set = { type: `${core}.state.Set`, name: 'cursor' };

    const execution = await run([
      { id: 'first', ...set, data: { a: 1 } },
      { id: 'second', ...set, data: { b: 2 } },
    ]);

    const { key } = outputsOf(execution, 'first');
    expect(key).toContain('/states/cursor/');
    expect(outputsOf(execution, 'second')).toEqual({ count: 2, key });
  });

  test('a task reads files of another execution only if its namespace allows that', async () => {
    const { run, close } = await enter();
    const made = await run([{ id: 'write', type: `${core}.storage.Write`, content: 'text' }], 'secret.box');
    const size = { id: 'size', type: `${core}.storage.Size`, uri: outputsOf(made, 'write').uri };

    const open = await run([size], 'team');
    await close('secret.box', 'friend');
    const closed = await run([size], 'team');
    const friend = await run([size], 'friend.one');

    expect(outputsOf(open, 'size')).toEqual({ size: 4 });
    expect([closed.state.current, friend.state.current]).toEqual(['FAILED', 'SUCCESS']);
  });

  test('what is no file of an execution is not found: one that nobody wrote, and the directory of one that is there', async () => {
    const { tenant, run } = await enter();
    const execution = await run([{ id: 'write', type: `${core}.storage.Write`, content: 'text' }], 'team');
    const { uri } = outputsOf(execution, 'write');
    const directory = uri.slice(0, uri.lastIndexOf('/'));

    for (const path of [`${directory}/nothing.txt`, directory]) {
      for (const question of ['file', 'file/metas', 'file/preview']) {
        const address = `/executions/${execution.id}/${question}?path=${encodeURIComponent(path)}`;
        const { status, json } = await server.request('GET', address, { tenant });
        expect([status, json.message]).toEqual([404, `Not Found: file '${path}'`]);
      }
    }
  });

  test('a task reads files of its namespace and those above it by their address, of no other one', async () => {
    const { tenant, run } = await enter();
    const sizeIn = async (namespace: string) => {
      await server.call('POST', `/namespaces/${namespace}/files?path=/file.txt`, { tenant, body: fileForm('text') });
      const uri = `kestra:///${namespace.replaceAll('.', '/')}/_files/file.txt`;
      return outputsOf(await run([{ id: 'size', type: `${core}.storage.Size`, uri }], 'company.team'), 'size');
    };

    const own = { size: 4 };
    expect(await sizeIn('company.team')).toEqual(own);
    expect(await sizeIn('company')).toEqual(own);
    expect(await sizeIn('company.other')).not.toEqual(own);
  });

  test('PurgeCurrentExecutionFiles leaves nothing of what was stored so far', async () => {
    const { run } = await enter();

    const execution = await run([
      { id: 'write', type: `${core}.storage.Write`, content: 'text' },
      { id: 'purge', type: `${core}.storage.PurgeCurrentExecutionFiles` },
      returnTask('{{ fileExists(outputs.write.uri) }}'),
    ]);

    expect(outputsOf(execution, 'purge').uris).toEqual([outputsOf(execution, 'write').uri]);
    expect(outputsOf(execution, 'return')).toEqual({ value: 'false' });
  });

  test('files of namespaces are uploaded, downloaded and deleted by globs that an expression lists', async () => {
    const { run } = await enter();
    const globs = { files: "{{ ['a.txt', 'none'] }}", namespace: 'team' };
    const directory = {
      id: 'directory',
      type: `${core}.flow.WorkingDirectory`,
      inputFiles: { 'a.txt': 'a', 'b.txt': 'b' },
      tasks: [{ id: 'upload', type: `${core}.namespace.UploadFiles`, ...globs }],
    };

    const execution = await run([
      directory,
      { id: 'download', type: `${core}.namespace.DownloadFiles`, ...globs },
      { id: 'delete', type: `${core}.namespace.DeleteFiles`, ...globs },
    ]);

    for (const id of ['upload', 'download', 'delete'])
      expect(Object.keys(outputsOf(execution, id).files)).toEqual(['/a.txt']);
  });

  test('Concat takes the JSON text of a list', async () => {
    const { run, file } = await enter();

    const execution = await run([
      { id: 'one', type: `${core}.storage.Write`, content: '1' },
      { id: 'both', type: `${core}.storage.Concat`, files: '["{{ outputs.one.uri }}", "{{ outputs.one.uri }}"]' },
    ]);

    expect(await file(execution.id, outputsOf(execution, 'both').uri)).toBe('11');
  });
});

describe('logs', () => {
  test('Fetch writes lines as Ion rows, of the tasks and from the level that are asked', async () => {
    const { run, file } = await enter();
    const fetch = (id: string, rest: object): TaskParts => ({ id, type: `${core}.log.Fetch`, ...rest });

    const execution = await run([
      logTask('hello', 'first'),
      { ...logTask('careful', 'second'), level: 'WARN' },
      { id: 'sleep', type: `${core}.flow.Sleep`, duration: 'PT0.01S' },
      fetch('all', {}),
      fetch('warnings', { level: 'WARN' }),
      fetch('ofFirst', { tasksId: ['first'] }),
    ]);

    expect(['all', 'warnings', 'ofFirst'].map((id) => outputsOf(execution, id).size)).toEqual([3, 1, 1]);
    const rows = await file(execution.id, outputsOf(execution, 'ofFirst').uri);
    expect(rows).toMatch(/^\{timestamp:\d{4}-.*level:"INFO".*message:"hello".*attemptNumber:0\}\n$/);
  });

  test('errorLogs counts attempts as the API does', async () => {
    const { run } = await enter();
    const retry = { type: 'constant', interval: 'PT0.01S', maxAttempts: 2 };
    const handler = returnTask('{% for line in errorLogs() %}{{ line.attemptNumber }} {% endfor %}', 'attempts');

    const execution = await run([{ ...failTask(), retry }], 'team', { errors: [handler] });

    expect(outputsOf(execution, 'attempts')).toEqual({ value: '0 1 ' });
  });

  test('PurgeLogs deletes the levels of a flow that are asked, and says how many lines', async () => {
    const { save, start, run, logs } = await enter();
    await save({
      id: 'chatty',
      namespace: 'other',
      tasks: [logTask('info'), { ...logTask('warn', 'w'), level: 'WARN' }],
    });
    const { id } = await start('other/chatty');
    const purge = {
      id: 'purge',
      type: `${core}.log.PurgeLogs`,
      namespace: 'other',
      flowId: 'chatty',
      endDate: everything,
    };

    const first = await run([{ ...purge, logLevels: ['WARN'] }]);

    expect(outputsOf(first, 'purge')).toEqual({ count: 1 });
    expect(await logs(id)).toEqual(['info', expect.stringContaining('Flow completed')]);
    const early = await run([{ ...purge, endDate: "{{ now() | dateAdd(-1, 'HOURS') }}" }]);
    const late = await run([{ ...purge, startDate: everything }]);
    const rest = await run([purge]);
    expect([early, late, rest].map((execution) => outputsOf(execution, 'purge').count)).toEqual([0, 0, 2]);
  });
});

describe('other executions', () => {
  test('PurgeExecutions deletes ended ones with all they left, and counts it', async () => {
    const { save, start, run, status } = await enter();
    const tasks = [logTask(), { id: 'write', type: `${core}.storage.Write`, content: 'x' }, returnTask('four')];
    await save({ id: 'victim', namespace: 'old.team', tasks });
    await save({ id: 'waiting', namespace: 'old.team', tasks: [{ id: 'pause', type: `${core}.flow.Pause` }] });
    const victim = await start('old.team/victim');
    const waiting = await start('old.team/waiting', {}, false);

    const purged = await run([
      { id: 'purge', type: `${core}.execution.PurgeExecutions`, namespace: 'old', endDate: everything },
    ]);

    expect(outputsOf(purged, 'purge')).toEqual({
      executionsCount: 1,
      logsCount: 2,
      storagesCount: 1,
      metricsCount: 2,
    });
    expect([await status(victim.id), await status(waiting.id)]).toEqual([404, 200]);
  });

  test('PurgeLogs passes over namespaces that do not allow it', async () => {
    const { run, close, logs } = await enter();
    const guarded = await run([logTask()], 'guarded');
    await close('guarded', 'friend');
    const purge = { id: 'purge', type: `${core}.log.PurgeLogs`, endDate: everything };

    expect(outputsOf(await run([purge]), 'purge').count).toBe(0);
    expect(await logs(guarded.id)).toContain('hello');
    expect(outputsOf(await run([purge], 'friend'), 'purge').count).toBeGreaterThan(0);
  });

  test('a task fetches the log of another execution only if its namespace allows that', async () => {
    const { run, close } = await enter();
    const guarded = await run([logTask('inside')], 'guarded');
    await close('guarded', 'friend');
    const fetch = { id: 'fetch', type: `${core}.log.Fetch`, executionId: guarded.id };

    const closed = await run([fetch]);
    const friend = await run([fetch], 'friend');

    expect([closed.state.current, friend.state.current]).toEqual(['FAILED', 'SUCCESS']);
    expect(outputsOf(closed, 'fetch')).toBeUndefined();
    expect(outputsOf(friend, 'fetch').size).toBeGreaterThan(0);
  });

  test('Subflow and ForEachItem start flows only of namespaces that allow it, and tell nothing of the others', async () => {
    const { save, run, close, logs } = await enter();
    await save({ id: 'kept', namespace: 'guarded' });
    await close('guarded', 'friend');
    const write = { id: 'write', type: `${core}.storage.Write`, content: '1\n2\n' };
    const subflow = { id: 'start', type: `${core}.flow.Subflow`, namespace: 'guarded', flowId: 'kept' };
    const each = { ...subflow, type: `${core}.flow.ForEachItem`, items: '{{ outputs.write.uri }}' };

    for (const task of [subflow, each, { ...subflow, flowId: 'unknown' }]) {
      const execution = await run([write, task]);
      expect(execution.state.current).toBe('FAILED');
      expect(await logs(execution.id)).toContainEqual(
        expect.stringContaining("Namespace 'guarded' does not allow 'team' to reach it"),
      );
    }

    for (const task of [subflow, each])
      for (const namespace of ['friend.below', 'guarded'])
        expect((await run([write, task], namespace)).state.current).toBe('SUCCESS');
  });

  test('PurgeExecutions passes over namespaces that do not allow it, and other tenants', async () => {
    const [own, other] = [await enter(), await enter()];
    const elsewhere = await other.run([logTask()], 'old');
    const guarded = await own.run([logTask()], 'guarded');
    await own.close('guarded', 'friend');
    const purge = { id: 'purge', type: `${core}.execution.PurgeExecutions`, endDate: everything };

    const all = await own.run([purge]);
    const named = await own.run([{ ...purge, namespace: 'guarded' }]);

    expect(outputsOf(all, 'purge').executionsCount).toBe(0);
    expect(named.state.current).toBe('FAILED');
    expect([await own.status(guarded.id), await other.status(elsewhere.id)]).toEqual([200, 200]);
  });

  test('Resume answers what a Pause asks, and fails on what is not paused', async () => {
    const { save, start, run, tenant } = await enter();
    const pause = { id: 'ask', type: `${core}.flow.Pause`, onResume: [{ id: 'count', type: 'INT' }] };
    await save({ id: 'asking', namespace: 'other', tasks: [pause, returnTask('{{ outputs.ask.onResume.count }}')] });
    const { id } = await start('other/asking', {}, false);
    const resume = { id: 'resume', type: `${core}.execution.Resume`, executionId: id };

    const unanswered = await run([resume]);
    const otherFlow = await run([{ ...resume, flowId: 'another', inputs: { count: 3 } }]);
    const answered = await run([{ ...resume, inputs: { count: 3 } }]);
    const again = await run([{ ...resume, inputs: { count: 3 } }]);

    expect([unanswered, otherFlow, answered, again].map(({ state }) => state.current)).toEqual([
      'FAILED',
      'FAILED',
      'SUCCESS',
      'FAILED',
    ]);
    const ended = await server.call('GET', `/executions/${id}`, { tenant });
    expect(outputsOf(ended, 'return')).toEqual({ value: '3' });
  });

  test('Count keeps the counts that match', async () => {
    const { save, start, run } = await enter();
    await save({ id: 'busy', namespace: 'a.b', tasks: [logTask()] });
    await save({ id: 'idle', namespace: 'a.b', tasks: [logTask()] });
    await start('a.b/busy');
    const count = {
      id: 'count',
      type: `${core}.execution.Count`,
      flows: [
        { namespace: 'a.b', flowId: 'busy' },
        { namespace: 'a.b', flowId: 'idle' },
      ],
      startDate: "{{ now() | dateAdd(-1, 'HOURS') }}",
    };

    const idle = await run([{ ...count, expression: '{{ count == 0 }}' }]);
    const busy = await run([{ ...count, namespaces: ['a'], states: ['SUCCESS'], expression: '{{ count > 0 }}' }]);

    expect(outputsOf(idle, 'count')).toEqual({ results: [{ namespace: 'a.b', flowId: 'idle', count: 0 }], total: 0 });
    expect(outputsOf(busy, 'count')).toEqual({
      results: [
        { namespace: 'a.b', flowId: 'busy', count: 1 },
        { namespace: 'a', count: 1 },
      ],
      total: 2,
    });
  });

  test('Toggle switches a schedule of another flow', async () => {
    const { save, run, tenant } = await enter();
    const triggers = [{ id: 'yearly', type: `${core}.trigger.Schedule`, cron: '@yearly' }];
    await save({ id: 'scheduled', namespace: 'other', triggers });
    const toggle = { id: 'toggle', type: `${core}.trigger.Toggle`, namespace: 'other', flowId: 'scheduled' };
    const isDisabled = async (): Promise<boolean> =>
      (await server.call('GET', '/triggers/other/scheduled', { tenant })).results[0].disabled;

    const off = await run([{ ...toggle, trigger: 'yearly' }]);
    expect([off.state.current, await isDisabled()]).toEqual(['SUCCESS', true]);
    await run([{ ...toggle, trigger: 'yearly', enabled: true }]);
    const unknown = await run([{ ...toggle, trigger: 'none' }]);

    expect([unknown.state.current, await isDisabled()]).toEqual(['FAILED', false]);
  });
});

describe('tasks made of other things', () => {
  test('TemplatedTask runs what its template makes, unless that orders tasks', async () => {
    const { run } = await enter();
    const templated = (type: string): TaskParts => ({
      id: 'inner',
      type: `${core}.templating.TemplatedTask`,
      spec: `id: x\ntype: ${core}.{{ '${type}' }}\nformat: "{{ '{{ execution.id }}' }}"\n`,
    });

    const returned = await run([templated('debug.Return')]);
    const flowable = await run([templated('flow.Sequential')]);

    expect(outputsOf(returned, 'inner')).toEqual({ value: returned.id });
    expect(flowable.state.current).toBe('FAILED');
  });

  test('kv.Set fails on a key that exists if it may not overwrite it', async () => {
    const { run, logs } = await enter();
    const set = { type: `${core}.kv.Set`, key: 'taken', value: 'x', overwrite: false };

    const execution = await run([
      { ...set, id: 'first' },
      { ...set, id: 'second' },
    ]);

    expect(execution.state.current).toBe('FAILED');
    expect(await logs(execution.id)).toContain(
      "Cannot set value for key 'taken'. Key already exists and `overwrite` is set to `false`.",
    );
  });

  test('PurgeKV deletes what has expired, or all that matches', async () => {
    const { run } = await enter();
    const set = (id: string, key: string, rest: object = {}): TaskParts => ({
      id,
      type: `${core}.kv.Set`,
      key,
      value: 'x',
      ...rest,
    });
    const purge = (id: string, rest: object = {}): TaskParts => ({ id, type: `${core}.kv.PurgeKV`, ...rest });

    const execution = await run([
      set('a', 'old_1', { ttl: 'PT0.001S' }),
      set('b', 'new_1'),
      set('c', 'new_2'),
      { id: 'sleep', type: `${core}.flow.Sleep`, duration: 'PT0.05S' },
      purge('expired'),
      purge('matching', { keyPattern: '*_1', behavior: { type: 'key', expiredOnly: false } }),
      { id: 'left', type: `${core}.kv.GetKeys` },
    ]);

    expect([outputsOf(execution, 'expired').size, outputsOf(execution, 'matching').size]).toEqual([1, 1]);
    expect(outputsOf(execution, 'left').keys).toEqual(['new_2']);
  });
});

describe('old versions', () => {
  const purgeFlows = (rest: object): TaskParts => ({ id: 'purge', type: `${core}.flow.PurgeFlows`, ...rest });
  /** Flows of that name with so many revisions. */
  const enterRevised = async (namespace: string, revisions: number) => {
    const entered = await enter();
    const { tenant, save } = entered;
    const flow = { id: 'revised', namespace };
    const revise = (revision: number, parts: object = {}) =>
      server.call('PUT', `/flows/${namespace}/revised`, {
        tenant,
        body: aFlow({ ...flow, description: `${revision}`, ...parts }),
      });
    await save({ ...flow, description: '1', tasks: [{ id: 'wait', type: `${core}.flow.Pause` }] });
    for (let revision = 2; revision <= revisions; revision += 1) await revise(revision);
    const left = async (): Promise<number[]> =>
      (await server.call('GET', `/flows/${namespace}/revised/revisions`, { tenant })).map(
        ({ revision }: { revision: number }) => revision,
      );
    return { ...entered, revise, left };
  };

  test('PurgeFlows keeps the newest revisions, and those of executions that have not ended', async () => {
    const { tenant, save, start, run, revise, left } = await enterRevised('team', 1);
    const { id } = await start('team/revised', {}, false);
    await eventually(async () => {
      expect((await server.call('GET', `/executions/${id}`, { tenant })).state.current).toBe('PAUSED');
    });
    for (const revision of [2, 3, 4]) await revise(revision);
    await save({ id: 'revised', namespace: 'other' });

    const first = await run(
      [purgeFlows({ namespaces: ['team'], flowPattern: 'rev*', behavior: { keepAmount: 2 } })],
      'friend',
    );
    const whileItRuns = await left();
    await server.call('POST', `/executions/${id}/actions/resume`, { tenant });
    await eventually(async () => {
      expect((await server.call('GET', `/executions/${id}`, { tenant })).state.current).toBe('SUCCESS');
    });
    const second = await run(
      [purgeFlows({ namespacePattern: 't*', behavior: { type: 'version', before: everything } })],
      'friend',
    );

    expect([outputsOf(first, 'purge').size, whileItRuns]).toEqual([1, [1, 3, 4]]);
    expect([outputsOf(second, 'purge').size, await left()]).toEqual([2, [4]]);
    const entries = (await server.call('GET', '/auditlogs/search?filters[resources][EQUALS]=FLOW&size=100', { tenant }))
      .results;
    const by = { namespace: 'friend', flowId: first.flowId, executionId: first.id };
    const detail = { namespace: 'team', flowId: 'revised', action: 'deleteRevisions', revisions: [2], by };
    expect(entries).toContainEqual(
      expect.objectContaining({ auditLog: expect.objectContaining({ detail: expect.objectContaining(detail) }) }),
    );
  });

  test('PurgeFlows passes over namespaces that do not allow it, and needs one limit', async () => {
    const { run, close, left } = await enterRevised('secret.box', 3);
    await close('secret.box', 'friend');

    const stranger = await run([purgeFlows({ behavior: { keepAmount: 1 } })], 'team');
    const none = await run([purgeFlows({ behavior: {} })], 'friend');
    const both = await run([purgeFlows({ behavior: { keepAmount: 1, before: everything } })], 'friend');

    expect([outputsOf(stranger, 'purge').size, await left()]).toEqual([0, [1, 2, 3]]);
    expect([none.state.current, both.state.current]).toEqual(['FAILED', 'FAILED']);
    expect(outputsOf(await run([purgeFlows({ behavior: { keepAmount: 1 } })], 'friend'), 'purge').size).toBe(2);
  });
});

test('a Subflow that takes longer than its timeout fails, and its child is killed', async () => {
  const { save, run, logs, stateOf } = await enter();
  await save({ id: 'child', namespace: 'team', tasks: [sleepTask('PT1H')] });
  const subflow = { id: 'sub', type: `${core}.flow.Subflow`, namespace: 'team', flowId: 'child', timeout: 'PT0.1S' };

  const execution = await run([subflow, logTask('x', 'after')]);

  expect(execution.state.current).toBe('FAILED');
  expect(execution.taskRunList.map(({ taskId }: { taskId: string }) => taskId)).toEqual(['sub']);
  expect(await logs(execution.id)).toContain('Timeout after PT0.1S');
  await eventually(async () => expect(await stateOf(outputsOf(execution, 'sub').executionId)).toBe('KILLED'));
});

describe('ForEachItem', () => {
  const each = (rest: object): TaskParts => ({
    id: 'each',
    type: `${core}.flow.ForEachItem`,
    items: '{{ outputs.write.uri }}',
    namespace: 'team',
    flowId: 'child',
    inputs: { rows: '{{ taskrun.items }}' },
    ...rest,
  });
  const write = { id: 'write', type: `${core}.storage.Write`, content: '1\n2\n3\n4\n5\n' };
  const inputs = [{ id: 'rows', type: 'STRING' }];

  test('runs a subflow a batch and merges their outputs in order', async () => {
    const { save, run, file } = await enter();
    const outputs = [{ id: 'text', type: 'STRING', value: '{{ read(inputs.rows) }}' }];
    await save({ id: 'child', namespace: 'team', inputs, outputs });

    const execution = await run([write, each({ batch: { rows: 2 } })]);

    expect(outputsOf(execution, 'each_items')).toMatchObject({ numberOfBatches: 3, iterations: { SUCCESS: 3 } });
    expect(await file(execution.id, outputsOf(execution, 'each_merge').subflowOutputs)).toBe(
      '{text:"1\\n2\\n"}\n{text:"3\\n4\\n"}\n{text:"5\\n"}\n',
    );
  });

  test('without a batch each line is one', async () => {
    const { save, run } = await enter();
    await save({ id: 'child', namespace: 'team', inputs });

    const execution = await run([write, each({})]);

    expect(outputsOf(execution, 'each_items').numberOfBatches).toBe(5);
    expect(outputsOf(execution, 'each_merge')).toBeUndefined();
  });

  test('waits for what takes the place of a subflow that is retried as a whole', async () => {
    const { save, run } = await enter();
    const retry = { type: 'constant', interval: 'PT0.01S', maxAttempts: 2, behavior: 'CREATE_NEW_EXECUTION' };
    const tasks = [
      { id: 'before', type: `${core}.kv.Get`, key: 'tried', errorOnMissing: false },
      { id: 'try', type: `${core}.kv.Set`, key: 'tried', value: 'yes' },
      { ...failTask(), runIf: "{{ (outputs.before.value ?? 'no') != 'yes' }}" },
    ];
    await save({ id: 'child', namespace: 'team', inputs, tasks, retry });

    const execution = await run([write, each({ batch: { rows: 5 } })]);

    expect(execution.state.current).toBe('SUCCESS');
    expect(outputsOf(execution, 'each_items')).toMatchObject({ numberOfBatches: 1, iterations: { SUCCESS: 1 } });
  });

  test('is retried with the subflows that have failed, and merges what they have come to', async () => {
    const { save, run, file } = await enter();
    const key = '{{ read(inputs.rows) | trim }}';
    const tasks = [
      { id: 'before', type: `${core}.kv.Get`, key: `tried-${key}`, errorOnMissing: false },
      { id: 'try', type: `${core}.kv.Set`, key: `tried-${key}`, value: 'yes' },
      { ...failTask(), runIf: `{{ (outputs.before.value ?? 'no') != 'yes' and (read(inputs.rows) | trim) == '3' }}` },
    ];
    const outputs = [{ id: 'text', type: 'STRING', value: key }];
    await save({ id: 'child', namespace: 'team', inputs, tasks, outputs });
    const retry = { type: 'constant', interval: 'PT0.01S', maxAttempts: 2 };

    const execution = await run([write, each({ retry })]);

    expect(execution.state.current).toBe('SUCCESS');
    expect(outputsOf(execution, 'each_items')).toMatchObject({ numberOfBatches: 5, iterations: { SUCCESS: 5 } });
    const items = execution.taskRunList.find(({ taskId }: { taskId: string }) => taskId === 'each_items');
    expect(items.attempts).toHaveLength(2);
    expect(await file(execution.id, outputsOf(execution, 'each_merge').subflowOutputs)).toBe(
      [1, 2, 3, 4, 5].map((row) => `{text:"${row}"}\n`).join(''),
    );
  });

  test('fails without a merge when a subflow fails, once all have ended', async () => {
    const { save, run } = await enter();
    await save({ id: 'child', namespace: 'team', inputs, tasks: [failTask()] });

    const execution = await run([write, each({ batch: { partitions: 2 } })]);

    expect(execution.state.current).toBe('FAILED');
    expect(execution.taskRunList.map(({ taskId }: { taskId: string }) => taskId)).toEqual([
      'write',
      'each',
      'each_split',
      'each_items',
    ]);
    expect(outputsOf(execution, 'each_items').iterations).toMatchObject({ FAILED: 2 });
  });

  test('runs tasks of its own after a failure, and others at its end', async () => {
    const { save, run } = await enter();
    await save({ id: 'child', namespace: 'team', inputs, tasks: [failTask()] });
    const say = (id: string) => ({ id, type: `${core}.debug.Return`, format: '{{ tasks.each_items.state }}' });

    const execution = await run([write, each({ errors: [say('told')], finally: [say('tidied')] })]);

    expect(execution.state.current).toBe('FAILED');
    expect([outputsOf(execution, 'told').value, outputsOf(execution, 'tidied').value]).toEqual(['FAILED', 'FAILED']);
  });
});
