import { get } from 'node:http';
import { expect, test } from 'vitest';
import { admin, startTestServer } from './test-server.ts';

const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
const me = (url: string, headers: Record<string, string>): Promise<Response> => fetch(`${url}/api/v1/me`, { headers });

test('the first kind of credentials that is present decides, and an empty Basic pair is none', async () => {
  const { url, api, deps } = await startTestServer();
  const { fullToken } = await api.me.createToken({ body: { name: 'ci' } });
  const login = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(admin),
  });
  const cookie = login.headers.get('set-cookie')!.split(';', 1)[0]!;

  const status = async (headers: Record<string, string>): Promise<number> => (await me(url, headers)).status;
  expect(await status({ authorization: basic(admin.username, admin.password) })).toBe(200);
  expect(await status({ authorization: basic('ROOT@root.com', admin.password) })).toBe(200);
  expect(await status({ authorization: `Bearer ${fullToken}` })).toBe(200);
  expect(await status({ cookie })).toBe(200);
  expect(await status({ authorization: 'Basic Og==', cookie })).toBe(200);
  expect(await status({ authorization: 'Basic Og==' })).toBe(401);
  expect(await status({ authorization: basic(admin.username, 'wrong'), cookie })).toBe(401);
  expect(await status({ authorization: 'Bearer wh_000000_nothing', cookie })).toBe(401);
  expect(await status({ authorization: 'Digest x' })).toBe(401);
  expect(await status({ cookie: 'JWT=guess' })).toBe(401);
  // Nothing that a reader of the store could use
  expect(JSON.stringify(await deps.store.identity.listTokens((await api.me.get()).id))).not.toContain(
    fullToken.slice(10),
  );
});

test('browsers never show a prompt of their own', async () => {
  const { url } = await startTestServer();
  // `fetch` sends Sec-Fetch-Mode as browsers do, so a plain request it is
  const challenge = (headers: Record<string, string>): Promise<string | undefined> =>
    new Promise(
      (resolve) =>
        void get(`${url}/api/v1/me`, { headers }, (reply) => resolve(reply.resume().headers['www-authenticate'])),
    );
  expect(await challenge({})).toBe('Basic realm="Kestra"');
  expect(await challenge({ referer: `${url}/ui/login` })).toBeUndefined();
  expect(await challenge({ referer: `${url}/ui/flows` })).toBe('Basic realm="Kestra"');
  expect(await challenge({ 'x-requested-with': 'XMLHttpRequest' })).toBeUndefined();
  expect(await challenge({ 'sec-fetch-mode': 'cors' })).toBeUndefined();
});

test('a session ends by sign-out, by time and by a new password', async () => {
  const { url, api, advance } = await startTestServer();
  const signIn = async (): Promise<string> => {
    const reply = await fetch(`${url}/api/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(admin),
    });
    const cookie = reply.headers.get('set-cookie')!;
    expect(cookie).toMatch(/^JWT=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/);
    return cookie.split(';', 1)[0]!;
  };
  const status = async (cookie: string): Promise<number> => (await me(url, { cookie })).status;

  const signedOut = await signIn();
  const out = await fetch(`${url}/logout`, { headers: { cookie: signedOut } });
  expect([out.status, await status(signedOut)]).toEqual([200, 401]);

  const idle = await signIn();
  advance(7 * 3_600_000);
  expect(await status(idle)).toBe(200);
  advance(7 * 3_600_000);
  expect(await status(idle)).toBe(200);
  advance(9 * 3_600_000);
  expect(await status(idle)).toBe(401);

  const replaced = await signIn();
  await api.users.setPassword({ id: (await api.me.get()).id, body: { password: 'Another!123' } });
  expect(await status(replaced)).toBe(401);
});

test('a changed password counts at once, also for a pair that was just verified', async () => {
  const { url, api } = await startTestServer();
  const user = await api.users.create({ body: { username: 'ann', password: 'Secret!123' } });
  const status = async (password: string): Promise<number> =>
    (await me(url, { authorization: basic('ann', password) })).status;
  expect(await status('Secret!123')).toBe(200);

  await api.users.setPassword({ id: user.id, body: { password: 'Changed!123' } });

  expect([await status('Secret!123'), await status('Changed!123')]).toEqual([401, 200]);
});

test('ten failures lock an account, known or not, until time or a new password unlocks it', async () => {
  const { url, api, advance } = await startTestServer();
  await api.users.create({ body: { username: 'ann', password: 'Secret!123' } });
  const answer = async (name: string, password: string): Promise<[number, string]> => {
    const reply = await me(url, { authorization: basic(name, password) });
    return [reply.status, await reply.text()];
  };
  for (let attempt = 0; attempt < 10; attempt += 1) {
    expect(await answer('ann', 'wrong')).toEqual(await answer('nobody', 'wrong'));
  }
  expect(await answer('ann', 'Secret!123')).toEqual(await answer('ann', 'wrong'));

  advance(31 * 60_000);
  expect((await answer('ann', 'Secret!123'))[0]).toBe(200);
});

test('a wrong old password is a failed login, so that nobody guesses it with a session', async () => {
  const { api, client } = await startTestServer();
  const jane = { username: 'jane', password: 'Jane!1234' };
  const { id } = await api.users.create({ body: jane });
  const { fullToken } = await api.users.createToken({ id, body: { name: 'taken' } });
  const change = (oldPassword: string) =>
    client({ token: fullToken }).me.setPassword({ body: { oldPassword, newPassword: 'Other!1234' } });

  for (let guess = 0; guess < 10; guess += 1)
    await expect(change(`Guess!${guess}`)).rejects.toMatchObject({ status: 422 });

  await expect(change(jane.password)).rejects.toMatchObject({ status: 422 });
  await expect(client(jane).me.get()).rejects.toMatchObject({ status: 401 });
  await api.users.setPassword({ id, body: { password: 'Third!1234' } });
  await change('Third!1234');
});

test('a page of another site changes nothing with the cookie', async () => {
  const { url } = await startTestServer({ tenancy: 'mixed' });
  const login = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(admin),
  });
  const cookie = login.headers.get('set-cookie')!.split(';', 1)[0]!;
  let number = 0;
  const create = async (headers: Record<string, string>): Promise<number> => {
    number += 1;
    const body = JSON.stringify({ id: `dev${number}`, name: 'dev' });
    const reply = await fetch(`${url}/api/v1/tenants`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', ...headers },
      body,
    });
    return reply.status;
  };

  expect(await create({})).toBe(200);
  expect(await create({ 'sec-fetch-site': 'same-origin', origin: url })).toBe(200);
  expect(await create({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await create({ 'sec-fetch-site': 'same-site' })).toBe(403);
  expect(await create({ origin: 'https://evil.example' })).toBe(403);
  expect(await create({ origin: 'null' })).toBe(403);
});

test('a page of another site signs nobody in', async () => {
  const { url } = await startTestServer();
  const signIn = async (headers: Record<string, string>) => {
    const type = 'application/x-www-form-urlencoded';
    const body = new URLSearchParams(admin).toString();
    const reply = await fetch(`${url}/login`, { method: 'POST', headers: { 'content-type': type, ...headers }, body });
    return [reply.status, reply.headers.has('set-cookie')];
  };

  expect(await signIn({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })).toEqual([403, false]);
  expect(await signIn({ origin: 'https://evil.example' })).toEqual([403, false]);
  expect(await signIn({ 'sec-fetch-site': 'same-origin', origin: url })).toEqual([200, true]);
});

test('whoever tries many tokens is refused for a while; one that is tried again, and a right one, are not', async () => {
  const { url, api } = await startTestServer();
  const { fullToken } = await api.me.createToken({ body: { name: 'ci' } });
  const status = async (token: string) =>
    (await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status;
  const guess = (number: number): string => `wh_GUESSD_${String(number).padStart(43, 'x')}`;

  for (let again = 0; again < 120; again += 1) expect(await status(guess(0))).toBe(401);
  for (let number = 1; number < 100; number += 1) expect(await status(guess(number))).toBe(401);

  expect(await status(guess(100))).toBe(429);
  expect(await status(fullToken)).toBe(200);
});

test('an API token is its owner, ends by time, and its name follows the rule', async () => {
  const { api, client, advance } = await startTestServer();
  const { id, fullToken } = await api.me.createToken({ body: { name: 'nightly', maxAge: 'PT1H' } });
  expect(fullToken).toMatch(/^wh_[0-9A-Za-z]{6}_[\w-]{43}$/);
  expect((await client({ token: fullToken }).me.get()).profile.username).toBe(admin.username);
  const { results } = await api.me.listTokens();
  expect(results[0]).toMatchObject({
    id,
    name: 'nightly',
    description: '',
    prefix: fullToken.slice(3, 9),
    expired: false,
  });

  advance(3_700_000);
  await expect(client({ token: fullToken }).me.get()).rejects.toMatchObject({ status: 401 });
  await expect(api.me.createToken({ body: { name: 'Not A Name' } })).rejects.toMatchObject({ status: 422 });
  await api.me.deleteToken({ tokenId: id });
  await expect(api.me.deleteToken({ tokenId: id })).rejects.toMatchObject({ status: 404 });
});

test('a token that was made with one of the same account ends no later than that one; one of another account does', async () => {
  const { api, client, advance } = await startTestServer();
  const hour = client({ token: (await api.me.createToken({ body: { name: 'hour', maxAge: 'PT1H' } })).fullToken });
  advance(600_000);
  const { id } = await api.serviceAccounts.create({ body: { name: 'robot' } });

  const own = await hour.me.createToken({ body: { name: 'own' } });
  const ofAnother = await hour.serviceAccounts.createToken({ id, body: { name: 'of-another' } });
  const shorter = await hour.me.createToken({ body: { name: 'shorter', maxAge: 'PT30M' } });

  await expect(hour.me.createToken({ body: { name: 'longer', maxAge: 'PT55M' } })).rejects.toMatchObject({
    status: 422,
    message: expect.stringMatching(
      /^Invalid entity: maxAge: a token that is made with another one of the same account ends no later than that, in \d+ seconds; leave maxAge out, or use credentials that last longer$/,
    ),
  });
  await expect(
    hour.me.createToken({ body: { name: 'going-on', maxAge: 'PT1M', extended: true } }),
  ).rejects.toMatchObject({ status: 422, message: expect.stringContaining('extended: the token in use ends') });
  const opens = ({ fullToken }: { fullToken: string }) =>
    client({ token: fullToken })
      .me.get()
      .then(
        () => true,
        () => false,
      );
  expect(await Promise.all([own, ofAnother, shorter].map(opens))).toEqual([true, true, true]);
  advance(2_900_000);
  expect(await Promise.all([own, ofAnother].map(opens))).toEqual([true, true]);
  advance(101_000);
  expect(await Promise.all([own, ofAnother].map(opens))).toEqual([false, true]);
});

test('a token without an end, and one that goes on with each use, make others like them', async () => {
  const { api, client, advance } = await startTestServer();
  const endless = client({ token: (await api.me.createToken({ body: { name: 'endless' } })).fullToken });
  const used = client({
    token: (await api.me.createToken({ body: { name: 'used', maxAge: 'PT1H', extended: true } })).fullToken,
  });

  const alsoEndless = await endless.me.createToken({ body: { name: 'also-endless' } });
  const year = await endless.me.createToken({ body: { name: 'year', maxAge: 'P365D', extended: true } });
  const alsoUsed = await used.me.createToken({ body: { name: 'also-used', extended: true } });

  await expect(used.me.createToken({ body: { name: 'day', maxAge: 'P1D' } })).rejects.toMatchObject({ status: 422 });
  for (let halfHours = 0; halfHours < 4; halfHours += 1) {
    advance(1_800_000);
    for (const { fullToken } of [alsoEndless, year, alsoUsed])
      expect((await client({ token: fullToken }).me.get()).profile.username).toBe(admin.username);
  }
});
