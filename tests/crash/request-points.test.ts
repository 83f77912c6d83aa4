/**
 * A server dies on either side of what a request asks for: before it is stored, or after that and before the answer. The
 * client knows neither; the next server has done it wholly and once, or not at all, and then a repeat does it.
 */
import { aFlow, eventually, failTask, returnTask, sleepTask, type Reply, type TestServer } from '@windhover/testing';
import { describe, expect, test } from 'vitest';
import { dies, starts } from './dying-server.ts';

const core = 'io.kestra.plugin.core';
const longest = { timeout: 120_000 };

interface Story {
  readonly flow: string;
  /** State of the execution that the request is about, before it; undefined: it makes one. */
  readonly before?: string;
  request(server: TestServer, executionId: string): Promise<Reply>;
  /** Of all executions of the flow once it has been done. */
  readonly after: readonly string[];
  /** States of the one before, in order, once it has been done. */
  readonly history?: readonly string[];
}

const untilSecond = { ...failTask(), condition: '{{ taskrun.attemptsCount == 0 }}' };

const stories: Readonly<Record<string, Story>> = {
  create: {
    flow: aFlow({ id: 'story', tasks: [returnTask('made')] }),
    request: (server) => server.request('POST', '/executions/company.team/story'),
    after: ['SUCCESS'],
  },
  'call of a webhook': {
    flow: aFlow({
      id: 'story',
      tasks: [returnTask('called')],
      triggers: [{ id: 'hook', type: `${core}.trigger.Webhook`, key: 'known-to-both-sides' }],
    }),
    request: (server) =>
      server.request('POST', '/executions/webhook/company.team/story/known-to-both-sides', { as: null, body: {} }),
    after: ['SUCCESS'],
  },
  kill: {
    flow: aFlow({ id: 'story', tasks: [sleepTask('PT1H')] }),
    before: 'RUNNING',
    request: (server, id) => server.request('DELETE', `/executions/${id}/actions/kill`),
    after: ['KILLED'],
    history: ['CREATED', 'RUNNING', 'KILLING', 'KILLED'],
  },
  resume: {
    flow: aFlow({ id: 'story', tasks: [{ id: 'wait', type: `${core}.flow.Pause` }] }),
    before: 'PAUSED',
    request: (server, id) => server.request('POST', `/executions/${id}/actions/resume`),
    after: ['SUCCESS'],
    history: ['CREATED', 'RUNNING', 'PAUSED', 'RESTARTED', 'RUNNING', 'SUCCESS'],
  },
  restart: {
    flow: aFlow({ id: 'story', tasks: [untilSecond] }),
    before: 'FAILED',
    request: (server, id) => server.request('POST', `/executions/${id}/actions/restart`),
    after: ['SUCCESS'],
    history: ['CREATED', 'RUNNING', 'FAILED', 'RESTARTED', 'RUNNING', 'SUCCESS'],
  },
};

async function executions(server: TestServer) {
  return (await server.call('GET', '/executions/search?filters[flowId][EQUALS]=story')).results as readonly {
    readonly id: string;
    readonly state: { readonly current: string; readonly histories: readonly { readonly state: string }[] };
  }[];
}

const statesOf = async (server: TestServer): Promise<readonly string[]> =>
  (await executions(server)).map(({ state }) => state.current);

/** A server that has gone, and the execution that it left in the state that the story begins with. */
async function begin({ flow, before }: Story, start: () => Promise<TestServer>): Promise<string> {
  const server = await start();
  await server.call('POST', '/flows', { body: flow });
  let id = '';
  if (before !== undefined) {
    id = (await server.call('POST', '/executions/company.team/story')).id;
    await eventually(async () => expect(await statesOf(server)).toEqual([before]));
  }
  await server.kill9();
  return id;
}

async function expectDone(server: TestServer, { after, history }: Story): Promise<void> {
  await eventually(async () => expect(await statesOf(server)).toEqual(after));
  if (history === undefined) return;
  const [execution] = await executions(server);
  expect(execution!.state.histories.map(({ state }) => state)).toEqual(history);
}

describe.each(Object.entries(stories))('%s', (_name, story) => {
  test('is done once although nobody was answered', longest, async () => {
    const start = starts();
    const id = await begin(story, start);
    await dies(await start('http.after-commit-before-answer:1'), (server) => story.request(server, id));

    const next = await start();

    await expectDone(next, story);
    await next.kill9();
  });

  test('is not begun by a server that died before, and can be asked for again', longest, async () => {
    const start = starts();
    const id = await begin(story, start);
    await dies(await start('http.before-commit:1'), (server) => story.request(server, id));

    const next = await start();

    expect(await statesOf(next)).toEqual(story.before === undefined ? [] : [story.before]);
    expect((await story.request(next, id)).status).toBeLessThan(300);
    await expectDone(next, story);
    await next.kill9();
  });
});
