/** A real OpenID provider on this machine, with people who all have the password `any`; it ends with the test. */
import { randomBytes } from 'node:crypto';
import Provider from 'oidc-provider';
import { onTestFinished } from 'vitest';
import type { CookieJar } from './cookie-jar.ts';
import { listen } from './listen.ts';

export const client = { id: 'windhover', secret: 'only-for-this-test' };

/** Claims of people by their subject; what is changed here is what the next sign-in says. */
export type People = Record<string, Readonly<Record<string, unknown>>>;

export interface OpenIdIssuer {
  readonly url: string;
  /** Configuration keys of a Windhover that signs in here, by the name given. */
  configuration(name: string): Readonly<Record<string, unknown>>;
  /** Lets that Windhover in; before, nothing answers. */
  openTo(windhover: string, names: readonly string[]): void;
}

export async function startIssuer(people: People): Promise<OpenIdIssuer> {
  const { url, serve, close } = await listen();
  onTestFinished(close);
  return {
    url,
    configuration: (name) => ({
      'micronaut.security.oauth2.enabled': true,
      [`micronaut.security.oauth2.clients.${name}`]: {
        'client-id': client.id,
        'client-secret': client.secret,
        openid: { issuer: url },
      },
    }),
    openTo(windhover, names) {
      const provider = new Provider(url, {
        clients: [
          {
            client_id: client.id,
            client_secret: client.secret,
            redirect_uris: names.map((name) => `${windhover}/oauth/callback/${name}`),
            post_logout_redirect_uris: [`${windhover}/ui/login`],
          },
        ],
        claims: {
          openid: ['sub', 'groups'],
          email: ['email', 'email_verified'],
          profile: ['given_name', 'family_name'],
        },
        cookies: { keys: [randomBytes(16).toString('hex')] },
        findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
        pkce: { required: () => true },
      });
      serve(provider.callback());
    },
  };
}

/** Goes to the issuer as a browser does, signs in and consents; the answer is where it sends the browser back to. */
export async function signInAtIssuer(jar: CookieJar, start: string, subject: string): Promise<URL> {
  let url = new URL(start);
  const issuer = url.origin;
  for (let step = 0; step < 20; step += 1) {
    const response = await jar.fetch(url);
    const location = response.headers.get('location');
    const next = location === null ? await submit(jar, url, await response.text(), subject) : new URL(location, url);
    if (next.origin !== issuer) return next;
    url = next;
  }
  throw new Error(`The issuer does not come to an end: ${url.href}`);
}

/** The form of the page that is shown: for a password, or for consent. */
async function submit(jar: CookieJar, url: URL, page: string, subject: string): Promise<URL> {
  const action = /action="([^"]+)"/.exec(page)?.[1];
  if (action === undefined) throw new Error(`The issuer shows no form at ${url.href}: ${page}`);
  const isLogin = page.includes('value="login"');
  const body = new URLSearchParams(
    isLogin ? { prompt: 'login', login: subject, password: 'any' } : { prompt: 'consent' },
  );
  const response = await jar.fetch(new URL(action.replaceAll('&amp;', '&'), url), { method: 'POST', body });
  return new URL(response.headers.get('location')!, url);
}
