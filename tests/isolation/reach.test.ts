/** Flows of one tenant that aim at another: templates, tasks, triggers and addresses reach only what is of their own. */
import { createHmac } from 'node:crypto';
import { aFlow, eventually, failTask, logTask, returnTask, type TaskParts } from '@windhover/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mode, Reply } from './start-isolation-server.ts';
import { canary, makeWorld, type OwnTenant, type World } from './world.ts';

const core = 'io.kestra.plugin.core';
const soon = "{{ now() | dateAdd(1, 'HOURS') }}";
const named = { namespace: 'secret.place' } as const;

/** Of the namespace, so that flows share it. */
const state = { name: 'shared', namespace: true, taskrunValue: false } as const;

/** Of the other tenant, beside what the world holds. */
interface Aim {
  /** Of a file that one of its executions wrote. */
  readonly uri: string;
  readonly endedId: string;
  readonly pausedId: string;
}

const lineOf = ({ taskId, message }: { taskId?: string; message: string }): string => `${taskId} ${message}`;

/** Looks at what is of the other tenant: there it succeeds, here it fails, as it would for what does not exist. */
const reading: Readonly<Record<string, (aim: Aim) => TaskParts>> = {
  'secret()': () => returnTask("{{ secret('HIDDEN_KEY') | length }}"),
  'secret() of a namespace': () => returnTask("{{ secret('HIDDEN_KEY', namespace='secret.place') | length }}"),
  'kv()': () => returnTask("{{ kv('KEPT_KEY', errorOnMissing=true) }}"),
  'kv() of a namespace': () => returnTask("{{ kv('KEPT_KEY', 'secret.place', errorOnMissing=true) }}"),
  'read() of a namespace file': () => returnTask("{{ read('/file.txt') }}"),
  'fileSize()': () => returnTask("{{ fileSize('/file.txt') }}"),
  'a file of an execution': ({ uri }) => ({ id: 'size', type: `${core}.storage.Size`, uri }),
  'the lines of a file in a Loop': ({ uri }) => ({
    id: 'loop',
    type: `${core}.flow.Loop`,
    values: uri,
    tasks: [logTask('{{ item.value }}')],
  }),
  'a subflow': () => ({ id: 'sub', type: `${core}.flow.Subflow`, ...named, flowId: 'hidden-flow', wait: true }),
  'a key/value pair': () => ({ id: 'get', type: `${core}.kv.Get`, ...named, key: 'KEPT_KEY', errorOnMissing: true }),
  'a state': () => ({ id: 'get', type: `${core}.state.Get`, ...state, errorOnMissing: true }),
  'log lines': ({ endedId }) => ({ id: 'fetch', type: `${core}.log.Fetch`, executionId: endedId }),
};

/** Would change what is of the other tenant; whether it succeeds says nothing. */
const changing: Readonly<Record<string, (aim: Aim) => TaskParts>> = {
  Resume: ({ pausedId }) => ({ id: 'resume', type: `${core}.execution.Resume`, executionId: pausedId }),
  Toggle: () => ({
    id: 'toggle',
    type: `${core}.trigger.Toggle`,
    ...named,
    flowId: 'hidden-flow',
    trigger: 'every-new-year',
  }),
  PurgeExecutions: () => ({ id: 'purge', type: `${core}.execution.PurgeExecutions`, endDate: soon }),
  PurgeLogs: () => ({ id: 'purge', type: `${core}.log.PurgeLogs`, endDate: soon }),
  PurgeKV: () => ({ id: 'purge', type: `${core}.kv.PurgeKV`, behavior: { expiredOnly: false } }),
  'PurgeKV of versions': () => ({
    id: 'purge',
    type: `${core}.kv.PurgeKV`,
    behavior: { type: 'version', before: soon },
  }),
  PurgeFiles: () => ({ id: 'purge', type: `${core}.namespace.PurgeFiles`, behavior: { before: soon } }),
  PurgeFlows: () => ({ id: 'purge', type: `${core}.flow.PurgeFlows`, behavior: { before: soon } }),
  'Set of a pair': () => ({ id: 'set', type: `${core}.kv.Set`, ...named, key: 'KEPT_KEY', value: 'mine' }),
  'Delete of a pair': () => ({ id: 'delete', type: `${core}.kv.Delete`, ...named, key: 'KEPT_KEY' }),
  'Delete of a file of an execution': ({ uri }) => ({ id: 'delete', type: `${core}.storage.Delete`, uri }),
  'DeleteFiles of a namespace': () => ({
    id: 'delete',
    type: `${core}.namespace.DeleteFiles`,
    ...named,
    files: ['**'],
  }),
  'Set of a state': () => ({ id: 'set', type: `${core}.state.Set`, ...state, data: { mine: true } }),
  'Delete of a state': () => ({ id: 'delete', type: `${core}.state.Delete`, ...state, errorOnMissing: false }),
};

describe.each<Mode>(['mixed', 'explicit'])('flows that aim at another tenant, %s mode', (mode) => {
  let world: World;
  let own: OwnTenant;
  let aim: Aim;

  const call = async (method: string, path: string, tenant: string | undefined, body?: unknown): Promise<Reply> => {
    const as = tenant === world.other ? world.root : own.admin;
    return world.server.request(method, path, { as, tenant, ...(body === undefined ? {} : { body }) });
  };
  const save = (tenant: string | undefined, parts: Parameters<typeof aFlow>[0]): Promise<Reply> =>
    call('POST', '/flows', tenant, aFlow({ ...named, ...parts }));
  /** The end of an execution with all that it shows. */
  const run = async (tenant: string | undefined, task: TaskParts) => {
    const { json: flow } = await save(tenant, { tasks: [task] });
    const { json } = await call('POST', `/executions/secret.place/${flow.id}?wait=true`, tenant);
    const { text: logs } = await call('GET', `/logs/${json.id}`, tenant);
    return { state: json.state.current as string, shown: JSON.stringify(json) + logs };
  };

  beforeAll(async () => {
    world = await makeWorld(mode);
    own = await world.ownTenant([]);
    const write: TaskParts = { id: 'write', type: `${core}.storage.Write`, content: canary };
    await save(world.other, { id: 'writer', tasks: [write, logTask(canary)] });
    await save(world.other, { id: 'pausing', tasks: [{ id: 'wait', type: `${core}.flow.Pause` }] });
    const ended = (await call('POST', '/executions/secret.place/writer?wait=true', world.other)).json;
    await run(world.other, { id: 'set', type: `${core}.state.Set`, ...state, data: { known: canary } });
    const paused = (await call('POST', '/executions/secret.place/pausing', world.other)).json;
    await eventually(async () => {
      const { json } = await call('GET', `/executions/${paused.id}`, world.other);
      expect(json.state.current).toBe('PAUSED');
    });
    aim = { uri: ended.taskRunList[0].outputs.uri, endedId: ended.id, pausedId: paused.id };
  });
  afterAll(() => world.server.close());

  test.each(Object.keys(reading))('%s shows nothing of it', async (title) => {
    const here = await run(own.segment, reading[title]!(aim));
    const there = await run(world.other, reading[title]!(aim));

    expect(here.state).toBe('FAILED');
    expect(here.shown).not.toContain(canary);
    expect(there.state, there.shown).toBe('SUCCESS');
  });

  test.each(Object.keys(changing))('%s changes nothing of it', async (title) => {
    const before = await world.snapshot();

    const here = await run(own.segment, changing[title]!(aim));

    expect(here.shown).not.toContain(canary);
    expect(await world.snapshot()).toBe(before);
    expect((await call('GET', `/executions/${aim.pausedId}`, world.other)).json.state.current).toBe('PAUSED');
    const path = `/executions/${aim.endedId}/file?path=${encodeURIComponent(aim.uri)}`;
    expect((await call('GET', path, world.other)).text).toBe(canary);
    const { shown } = await run(world.other, { id: 'get', type: `${core}.state.Get`, ...state });
    expect(shown).toContain(`{"known":"${canary}"}`);
  });

  test('its files are not served as those of an execution of one’s own', async () => {
    const { json: flow } = await save(own.segment, { tasks: [logTask()] });
    const { json: mine } = await call('POST', `/executions/secret.place/${flow.id}?wait=true`, own.segment);

    for (const id of [mine.id, aim.endedId]) {
      const reply = await call('GET', `/executions/${id}/file?path=${encodeURIComponent(aim.uri)}`, own.segment);
      expect([403, 404, 422]).toContain(reply.status);
      expect(reply.text).not.toContain(canary);
    }
  });

  test('a file that is given to an execution lies in its own tenant', async () => {
    const inputs = [{ id: 'given', type: 'FILE' }];
    const { json: flow } = await save(own.segment, { tasks: [returnTask('{{ read(inputs.given) }}')], inputs });
    const form = new FormData();
    form.set('given', new Blob(['mine']), 'given.txt');

    const { json } = await call('POST', `/executions/secret.place/${flow.id}?wait=true`, own.segment, form);

    expect(json.taskRunList?.[0]?.outputs).toEqual({ value: 'mine' });
    const path = `/executions/${json.id}/file?path=${encodeURIComponent(json.inputs.given)}`;
    expect((await call('GET', path, own.segment)).text).toBe('mine');
  });

  test('the errors that a flow reads are those of its own execution', async () => {
    const errors = [logTask('{{ errorLogs()[0].taskId }}')];
    const { json: flow } = await save(own.segment, { tasks: [failTask('broken')], errors });

    const { json } = await call('POST', `/executions/secret.place/${flow.id}?wait=true`, own.segment);

    expect((await call('GET', `/logs/${json.id}`, own.segment)).json.map(lineOf)).toContain('log broken');
  });

  test('a flow trigger hears of its own tenant only', async () => {
    const triggers = [
      {
        id: 'listen',
        type: `${core}.trigger.Flow`,
        conditions: [{ type: `${core}.condition.ExecutionFlow`, ...named, flowId: 'spoken' }],
      },
    ];
    await save(own.segment, { id: 'listening', tasks: [logTask()], triggers });
    for (const tenant of [world.other, own.segment]) await save(tenant, { id: 'spoken', tasks: [logTask()] });

    await call('POST', '/executions/secret.place/spoken?wait=true', world.other);
    const { json: mine } = await call('POST', '/executions/secret.place/spoken?wait=true', own.segment);

    const heard = async (): Promise<string[]> => {
      const { json } = await call('GET', '/executions/search?filters[flowId][EQUALS]=listening', own.segment);
      return json.results.map(
        (found: { trigger: { variables: { executionId: string } } }) => found.trigger.variables.executionId,
      );
    };
    await eventually(async () => expect(await heard()).toEqual([mine.id]));
  });

  test('calls of a webhook cannot be signed with its secrets', async () => {
    const signature = { secret: "{{ secret('HIDDEN_KEY', namespace='secret.place') }}", header: 'x-signature' };
    const triggers = [{ id: 'hook', type: `${core}.trigger.Webhook`, key: 'known-in-both-tenants', signature }];
    const headers = { 'x-signature': createHmac('sha256', `${canary}-value`).update('').digest('hex') };
    const hook = async (tenant: string | undefined): Promise<number> => {
      await save(tenant, { id: 'signed', tasks: [logTask()], triggers });
      const path = '/executions/webhook/secret.place/signed/known-in-both-tenants';
      return (await world.server.request('POST', path, { tenant, headers })).status;
    };

    expect([await hook(own.segment), await hook(world.other)]).toEqual([404, 200]);
  });

  test('a webhook is known by its key in its own tenant only', async () => {
    const triggers = [{ id: 'hook', type: `${core}.trigger.Webhook`, key: 'a-key-of-the-other-one' }];
    await save(world.other, { id: 'hooked', tasks: [logTask()], triggers });
    const hook = (tenant: string | undefined, key: string): Promise<Reply> =>
      world.server.request('POST', `/executions/webhook/secret.place/hooked/${key}`, { tenant });

    const [real, guessed] = [await hook(own.segment, 'a-key-of-the-other-one'), await hook(own.segment, 'guessed')];

    expect([real.status, real.json.message]).toEqual([404, guessed.json.message]);
    expect((await hook(world.other, 'a-key-of-the-other-one')).status).toBe(200);
  });
});
