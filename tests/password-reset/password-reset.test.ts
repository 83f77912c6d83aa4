import { expect, test } from 'vitest';
import { eventually, startServer, type StartServerOptions, type TestServer } from '@windhover/testing';
import { startSmtpSink, type SmtpSink } from './smtp-sink.ts';

const jane = { username: 'jane@example.com', password: 'Secret-123!' };
const renewed = 'Another-456!';

interface World {
  readonly server: TestServer;
  readonly sink: SmtpSink;
}

async function aWorld(more: Readonly<Record<string, unknown>> = {}, options: StartServerOptions = {}): Promise<World> {
  const sink = await startSmtpSink();
  const configuration = { ...mailTo(sink), 'kestra.url': 'https://windhover.example', ...more };
  const server = await startServer({ ...options, configuration });
  await server.call('POST', '/users', { body: { email: jane.username, ...jane } });
  return { server, sink };
}

function mailTo({ port }: SmtpSink): Readonly<Record<string, unknown>> {
  return {
    'kestra.ee.mail-service': { host: '127.0.0.1', port, 'starttls-enable': false, from: 'windhover@example.com' },
  };
}

function ask({ server }: World, username: string, headers = {}) {
  return server.request('POST', '/forgotten-password', { as: null, body: { username }, headers });
}

async function tokenIn({ sink }: World, index = 0): Promise<string> {
  await eventually(async () => expect(sink.mails.length).toBeGreaterThan(index));
  return /https:\/\/windhover\.example\/ui\/reset-password\?token=(\S+)/.exec(sink.mails[index]!.text)![1]!;
}

function set({ server }: World, token: string, password: string) {
  return server.request('POST', '/reset-password', { as: null, body: { token, password } });
}

test('a mailed link sets a new password once, and ends every session', async () => {
  const world = await aWorld();
  const { server, sink } = world;
  expect((await server.request('GET', '/auths', { as: null })).json.mailsEnabled).toBe(true);
  expect((await server.call('GET', '/configs')).mailServiceEnabled).toBe(true);
  const signedIn = await server.request('POST', '/login', { as: null, body: jane });
  const cookie = signedIn.headers.getSetCookie()[0]!.split(';', 1)[0]!;

  expect((await ask(world, 'JANE@example.com', { host: 'evil.example' })).status).toBe(200);
  const token = await tokenIn(world);
  expect(sink.mails[0]!.to).toBe(jane.username);
  const weak = await set(world, token, 'short');
  expect([weak.status, weak.json.message]).toEqual([422, expect.stringContaining('8')]);
  expect((await set(world, token, renewed)).status).toBe(200);

  expect((await server.request('GET', '/me', { as: jane })).status).toBe(401);
  expect((await server.request('GET', '/me', { as: { ...jane, password: renewed } })).status).toBe(200);
  expect((await server.request('GET', '/me', { as: null, headers: { cookie } })).status).toBe(401);
  expect((await set(world, token, 'Third-789!x')).status).toBe(410);
  const log = await server.call('GET', '/auditlogs/search?filters[type][EQUALS]=UPDATE');
  expect(log.results[0].auditLog.detail).toMatchObject({ username: jane.username, change: 'password', by: 'mail' });
});

test('who asks learns nothing: strangers, accounts without password and a second try get the same answer and no mail', async () => {
  const world = await aWorld();
  const { server, sink } = world;
  await server.call('POST', '/users', { body: { email: 'sso@example.com' } });
  await server.call('POST', '/users', { body: { username: 'john', password: jane.password } });

  const replies = await Promise.all(
    ['nobody@example.com', 'sso@example.com', 'john', jane.username].map((name) => ask(world, name)),
  );
  await tokenIn(world);
  const again = await ask(world, jane.username);

  for (const reply of [...replies, again]) expect([reply.status, reply.text]).toEqual([200, '{}']);
  // What was asked for before is done by the time that somebody else's mail arrives
  await server.call('POST', '/users', { body: { email: 'last@example.com', password: jane.password } });
  await ask(world, 'last@example.com');
  await tokenIn(world, 1);
  expect(sink.mails.map(({ to }) => to)).toEqual([jane.username, 'last@example.com']);
});

test('a link is of no use once the password was changed otherwise, and not to be forged', async () => {
  const world = await aWorld();
  await ask(world, jane.username);
  const token = await tokenIn(world);
  const [id, end, seal] = token.split('.') as [string, string, string];
  const later = (Number.parseInt(end, 36) + 3_600_000).toString(36);
  const others = [`${id}.${later}.${seal}`, `${id}.${end}.${seal.slice(1)}`, `${id}.${end}`, '', 'a.b.c'];
  for (const other of others) expect((await set(world, other, renewed)).status).toBe(410);

  const { id: userId } = await world.server.call('GET', '/me', { as: jane });
  await world.server.call('PATCH', `/users/${userId}/password`, { body: { password: renewed } });

  expect((await set(world, token, 'Third-789!x')).status).toBe(410);
});

test('the link unlocks an account that wrong passwords locked', async () => {
  const world = await aWorld({ 'kestra.security.login.failed-attempts.threshold': 2 });
  const { server } = world;
  for (let tries = 0; tries < 2; tries += 1) await server.request('GET', '/me', { as: { ...jane, password: 'wrong' } });
  expect((await server.request('GET', '/me', { as: jane })).status).toBe(401);

  await ask(world, jane.username);
  await set(world, await tokenIn(world), renewed);

  expect((await server.request('GET', '/me', { as: { ...jane, password: renewed } })).status).toBe(200);
});

test('an address that asks too often is told so, whatever it asks for', async () => {
  const world = await aWorld({ 'kestra.security.basic-auth.password-reset.rate-limit.max-requests': 2 });
  expect((await ask(world, 'nobody@example.com')).status).toBe(200);
  expect((await set(world, 'a.b.c', renewed)).status).toBe(410);
  for (const reply of [await ask(world, jane.username), await set(world, 'a.b.c', renewed)])
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
});

test('without a mail server, or an address for its links, there is no such thing', async () => {
  const sink = await startSmtpSink();
  const [none, noUrl] = await Promise.all([startServer(), startServer({ configuration: mailTo(sink) })]);
  for (const server of [none, noUrl]) {
    expect((await server.request('GET', '/auths', { as: null })).json.mailsEnabled).toBe(false);
    const reply = await server.request('POST', '/forgotten-password', {
      as: null,
      body: { username: server.admin.username },
    });
    expect([reply.status, reply.text]).toEqual([200, '{}']);
    const reset = await server.request('POST', '/reset-password', {
      as: null,
      body: { token: 'x', password: renewed },
    });
    expect(reset.status).toBe(410);
  }
  expect(sink.mails).toEqual([]);
});
