import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '@windhover/testing';
import { CookieJar } from './cookie-jar.ts';
import { startHostileIssuer, type Forgery, type HostileIssuer } from './hostile-issuer.ts';

let issuer: HostileIssuer;
let server: TestServer;
beforeAll(async () => {
  issuer = await startHostileIssuer();
  server = await startServer({ configuration: issuer.configuration });
});
afterAll(async () => {
  await server.stop();
  issuer.close();
});

interface Begun {
  readonly jar: CookieJar;
  /** What the provider was asked, by the address that the browser was sent to. */
  readonly asked: URLSearchParams;
}

async function begin(jar = new CookieJar()): Promise<Begun> {
  const reply = await jar.fetch(`${server.url}/oauth/login/corp`);
  return { jar, asked: new URL(reply.headers.get('location')!).searchParams };
}

function end({ jar, asked }: Begun, changes: Readonly<Record<string, string>> = {}): Promise<Response> {
  const query = new URLSearchParams({ code: 'c', state: asked.get('state')!, ...changes });
  return jar.fetch(`${server.url}/oauth/callback/corp?${query.toString()}`);
}

function outcome(reply: Response): readonly unknown[] {
  const isIn = reply.headers.getSetCookie().some((line) => /^JWT=.+;/.test(line) && !line.startsWith('JWT=;'));
  return [reply.status, reply.headers.get('location'), isIn];
}

const refused = [302, '/ui/login?refused=SIGN_ON_REFUSED&provider=corp', false];
const expired = [302, '/ui/login?refused=SIGN_ON_EXPIRED&provider=corp', false];

test('a good token signs in, asked for with a fresh state, nonce and proof of the code', async () => {
  const [one, other] = [await begin(), await begin()];
  for (const name of ['state', 'nonce', 'code_challenge']) expect(one.asked.get(name)).not.toBe(other.asked.get(name));
  expect(Object.fromEntries(one.asked)).toMatchObject({
    response_type: 'code',
    scope: 'openid email profile',
    code_challenge_method: 'S256',
    redirect_uri: `${server.url}/oauth/callback/corp`,
  });
  issuer.answerWith(one.asked.get('nonce')!);

  expect(outcome(await end(one))).toEqual([302, '/ui/', true]);

  const verifier = issuer.redeemed.at(-1)!.get('code_verifier')!;
  expect(createHash('sha256').update(verifier).digest('base64url')).toBe(one.asked.get('code_challenge'));
});

const inThePast = Math.floor(Date.now() / 1000) - 3_600;
const forgeries: Readonly<Record<string, Forgery>> = {
  'another nonce': { claims: { nonce: 'another' } },
  'no nonce': { claims: { nonce: undefined } },
  'another audience': { claims: { aud: 'someone-else' } },
  'more audiences, meant for another of them': { claims: { aud: ['windhover', 'other'], azp: 'other' } },
  'another issuer': { claims: { iss: 'https://accounts.example' } },
  'a time that is over': { claims: { iat: inThePast, exp: inThePast + 300 } },
  'no end': { claims: { exp: undefined } },
  'no subject': { claims: { sub: undefined } },
  'no signature': { header: { alg: 'none', kid: undefined }, signature: 'none' },
  'no signature, though a key is named': { header: { alg: 'none' }, signature: 'none' },
  'a signature cut off': { signature: 'none' },
  'the signature of another key': { signature: 'another key' },
  'a signature with the shared secret': { header: { alg: 'HS256' }, signature: 'shared secret' },
  'a key that the provider does not have': { header: { kid: 'k2' } },
  'no key named': { header: { kid: undefined } },
  'another type': { header: { typ: 'at+jwt' } },
};

test.for(Object.entries(forgeries))('a token with %s signs nobody in', async ([, forgery]) => {
  const begun = await begin();
  issuer.answerWith(begun.asked.get('nonce')!, forgery);

  expect(outcome(await end(begun))).toEqual(refused);
});

test('a refusal is noted with its reason, and makes no user', async () => {
  const begun = await begin();
  issuer.answerWith(begun.asked.get('nonce')!, { claims: { aud: 'someone-else', email: 'nobody@example.com' } });
  await end(begun);

  const log = await server.call('GET', '/auditlogs/search?filters[type][EQUALS]=LOGIN_FAILURE&size=1');
  expect(log.results[0].auditLog.detail).toMatchObject({ provider: 'corp', reason: expect.stringContaining('aud') });
  const users = await server.call('GET', '/users?q=nobody@example.com');
  expect(users.total).toBe(0);
});

test('an answer is taken once, by the browser that asked, and for what it asked', async () => {
  const begun = await begin();
  issuer.answerWith(begun.asked.get('nonce')!);
  const copy = new CookieJar(begun.jar);

  expect(outcome(await end({ ...begun, jar: new CookieJar() }))).toEqual(expired);
  expect(outcome(await end(begun, { state: 'another' }))).toEqual(expired);
  expect(outcome(await end({ ...begun, jar: new CookieJar(copy) }))).toEqual([302, '/ui/', true]);
  const asked = issuer.redeemed.length;
  expect(outcome(await end({ ...begun, jar: new CookieJar(copy) }))).toEqual(expired);
  expect(issuer.redeemed).toHaveLength(asked);
});

test('a cookie that somebody wrote themselves begins nothing', async () => {
  const { jar, asked } = await begin();
  const sealed = jar.get('SIGN_ON')!;
  for (const value of ['', 'e30', `${sealed.slice(0, -4)}AAAA`]) {
    const reply = await fetch(`${server.url}/oauth/callback/corp?code=c&state=${asked.get('state')!}`, {
      headers: { cookie: `SIGN_ON=${value}` },
      redirect: 'manual',
    });
    expect(outcome(reply)).toEqual(expired);
  }
});

test('an address whose sign-ons are refused without end fills no audit log, but is told so', async () => {
  const flooded = await startServer({ configuration: issuer.configuration });
  const refuse = async () => {
    const jar = new CookieJar();
    const reply = await jar.fetch(`${flooded.url}/oauth/login/corp`);
    const state = new URL(reply.headers.get('location')!).searchParams.get('state')!;
    const query = new URLSearchParams({ error: 'access_denied', state });
    return outcome(await jar.fetch(`${flooded.url}/oauth/callback/corp?${query.toString()}`));
  };
  let times = 0;
  let last = await refuse();
  for (; times < 1_000 && last[1] === refused[1]; times += 1) last = await refuse();

  expect(last).toEqual([302, '/ui/login?refused=TOO_MANY_REQUESTS&provider=corp', false]);
  const log = await flooded.call('GET', '/auditlogs/search?filters[type][EQUALS]=LOGIN_FAILURE&size=1');
  expect(log.total).toBe(times);
});
