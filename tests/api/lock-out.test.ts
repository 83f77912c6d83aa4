/** A name that too many wrong passwords were given for is locked, until its time is over or a superadmin sets a password. */
import { startServer, type TestServer } from '@windhover/testing';
import { expect, test } from 'vitest';

const jane = { username: 'jane@example.com', password: 'Secret-123!' };
const configuration = { 'kestra.security.login.failed-attempts.threshold': 3 };

const signIn = async (server: TestServer, body = jane): Promise<number> =>
  (await server.request('POST', '/login', { as: null, body })).status;

async function locked(server: TestServer): Promise<void> {
  await server.call('POST', '/users', { body: { email: jane.username, ...jane } });
  for (let tries = 0; tries < 3; tries += 1) await signIn(server, { ...jane, password: 'wrong' });
}

test('a lock outlives the server, and a password set by a superadmin ends it', async () => {
  const first = await startServer({ kind: 'process', configuration });
  await locked(first);
  await first.kill9();
  const server = await startServer({ kind: 'process', configuration, dataDirectory: first.dataDirectory });
  expect(await signIn(server)).toBe(401);

  const { results } = await server.call('GET', `/users?q=${jane.username}`);
  await server.call('PATCH', `/users/${results[0].id}/password`, { body: { password: 'Another-456!' } });

  expect(await signIn(server, { ...jane, password: 'Another-456!' })).toBe(200);
});

test('a lock holds for a password that was right a moment ago, and its beginning is in the audit log once', async () => {
  const server = await startServer({ configuration });
  await server.call('POST', '/users', { body: { email: jane.username, ...jane } });
  const asJane = async (password = jane.password): Promise<number> =>
    (await server.request('GET', '/me', { as: { ...jane, password } })).status;
  expect(await asJane()).toBe(200);

  expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map((wrong) => asJane(wrong)))).toEqual([401, 401, 401, 401, 401]);

  expect(await asJane()).toBe(401);
  const noted = async (type: string): Promise<number> =>
    (await server.call('GET', `/auditlogs/search?filters[type][EQUALS]=${type}`)).total;
  expect([await noted('LOGIN_FAILURE'), await noted('ACCOUNT_LOCKED')]).toEqual([6, 1]);
});

test('a right password forgets the wrong ones before it', async () => {
  const server = await startServer({ configuration });
  await server.call('POST', '/users', { body: { email: jane.username, ...jane } });

  for (let tries = 0; tries < 3; tries += 1) {
    for (const password of ['wrong', 'wrong', jane.password])
      expect(await signIn(server, { ...jane, password })).toBe(password === jane.password ? 200 : 401);
  }
});

test('two spellings of a name are one', async () => {
  const server = await startServer({ configuration });
  const andre = { username: 'andr\u00e9@example.com', password: 'Secret-123!' };
  await server.call('POST', '/users', { body: { email: andre.username, ...andre } });

  for (const username of [andre.username, andre.username.toUpperCase(), andre.username.normalize('NFD')])
    expect(await signIn(server, { username, password: 'wrong' })).toBe(401);

  expect(await signIn(server, andre)).toBe(401);
});

test('whoever gets a password under a name that was tried before may enter with it', async () => {
  const server = await startServer({ configuration });
  for (let tries = 0; tries < 3; tries += 1) expect(await signIn(server)).toBe(401);

  await server.call('POST', '/users', { body: { email: jane.username, ...jane } });

  expect(await signIn(server)).toBe(200);
});

test('a new password in the configuration ends the lock of its account at the next start', async () => {
  const start = (password: string, dataDirectory?: string): Promise<TestServer> =>
    startServer({
      kind: 'process',
      admin: false,
      configuration: { ...configuration, 'kestra.server.basic-auth': { username: jane.username, password } },
      ...(dataDirectory !== undefined && { dataDirectory }),
    });
  const first = await start(jane.password);
  for (let tries = 0; tries < 3; tries += 1) await signIn(first, { ...jane, password: 'wrong' });
  expect(await signIn(first)).toBe(401);
  await first.kill9();

  const second = await start('Another-456!', first.dataDirectory);

  expect(await signIn(second, { ...jane, password: 'Another-456!' })).toBe(200);
});
