/**
 * A server dies while somebody makes something under an idempotency key. Whoever got no answer repeats the request at the next
 * server: the thing is there once, and the answer is the one that was lost, or that of the thing that is made now.
 */
import { aFlow, eventually, returnTask, type Reply, type TestServer } from '@windhover/testing';
import { describe, expect, test } from 'vitest';
import { dies, starts } from './dying-server.ts';

const longest = { timeout: 120_000 };
const headers = { 'idempotency-key': 'known-to-the-client' };
const source = aFlow({ id: 'made', namespace: 'company', tasks: [returnTask('made')] });

interface Story {
  request(server: TestServer): Promise<Reply>;
  /** How many of it there are. */
  count(server: TestServer): Promise<number>;
}

const stories: Readonly<Record<string, Story>> = {
  'a token': {
    request: (server) => server.request('POST', '/me/api-tokens', { headers, body: { name: 'made' } }),
    count: async (server) => (await server.call('GET', '/me/api-tokens')).results.length,
  },
  'a user': {
    request: (server) => server.request('POST', '/users', { headers, body: { username: 'made' } }),
    count: async (server) => (await server.call('GET', '/users?filters[username][EQUALS]=made')).total,
  },
  'a group': {
    request: (server) => server.request('POST', '/groups', { headers, body: { name: 'made' } }),
    count: async (server) => (await server.call('GET', '/groups/search?filters[q][EQUALS]=made')).total,
  },
  'a flow': {
    request: (server) =>
      server.request('POST', '/flows', { headers: { ...headers, 'content-type': 'application/x-yaml' }, body: source }),
    count: revisions,
  },
};

async function revisions(server: TestServer): Promise<number> {
  const reply = await server.request('GET', '/flows/company/made/revisions');
  return reply.status === 404 ? 0 : reply.json.length;
}

describe.each(Object.entries(stories))('%s', (_name, { request, count }) => {
  test('that was made is not made again, and the lost answer is had', longest, async () => {
    const start = starts();
    await dies(await start('http.after-commit-before-answer:1'), request);
    const next = await start();
    const made = await count(next);

    const [repeated, again] = [await request(next), await request(next)];

    expect([made, await count(next)]).toEqual([1, 1]);
    expect(repeated.status, repeated.text).toBeLessThan(300);
    expect(repeated.headers.get('idempotent-replayed')).toBe('true');
    expect(again.text).toBe(repeated.text);
    await next.kill9();
  });

  test('that was not made is made by the repeat', longest, async () => {
    const start = starts();
    await dies(await start('http.before-commit:1'), request);
    const next = await start();
    const before = await count(next);

    const repeated = await request(next);

    expect([before, await count(next)]).toEqual([0, 1]);
    expect(repeated.status, repeated.text).toBeLessThan(300);
    expect(repeated.headers.get('idempotent-replayed')).toBeNull();
    await next.kill9();
  });
});

test('the token of a lost answer signs in', longest, async () => {
  const start = starts();
  await dies(await start('http.after-commit-before-answer:1'), stories['a token']!.request);
  const next = await start();

  const { fullToken: token } = (await stories['a token']!.request(next)).json;

  expect((await next.request('GET', '/me', { as: { token } })).status).toBe(200);
  await next.kill9();
});

describe('a server that died after the last step, before it kept the answer', () => {
  const point = 'repeat.after-steps-before-answer-kept:1';

  test('has imported flows, of which the repeat makes no second revision', longest, async () => {
    const request = (server: TestServer): Promise<Reply> => {
      const body = new FormData();
      body.set('fileUpload', new Blob([source]), 'made.yml');
      return server.request('POST', '/flows/import', { headers, body });
    };
    const start = starts();
    await dies(await start(point), request);
    const next = await start();

    const [repeated, again] = [await request(next), await request(next)];

    expect(await revisions(next)).toBe(1);
    expect([repeated.status, repeated.json]).toEqual([200, []]);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([repeated.text, 'true']);
    await next.kill9();
  });

  test('has replayed executions, of which the repeat makes no second replay', longest, async () => {
    const query = 'filters[flowId][EQUALS]=made';
    const request = (server: TestServer): Promise<Reply> =>
      server.request('POST', `/executions/replay/by-query?${query}`, { headers });
    const count = async (server: TestServer): Promise<number> =>
      (await server.call('GET', `/executions/search?${query}`)).total;
    const start = starts();
    const dying = await start(point);
    await dying.call('POST', '/flows', { body: source });
    await dying.call('POST', '/executions/company/made?wait=true');
    await dies(dying, request);
    const next = await start();

    const repeated = await request(next);

    expect(repeated.json.count).toBe(1);
    await eventually(async () => expect(await count(next)).toBe(2));
    await next.kill9();
  });
});
