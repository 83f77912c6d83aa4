/** Single sign-on: to the provider and back. Both are opened by the browser as pages, so refusals lead to the sign-in page. */
import { routes } from '@windhover/contract';
import { EmailNotVerified, NotFound, SignOnExpired, SignOnRefused, WindhoverError } from '@windhover/model';
import { noteRefusedSignOn, openSession, signOn } from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import { baseUrl } from '../base-url.ts';
import { cookieText, sessionCookieText } from '../cookie-text.ts';
import { answer, publicRoute, type Answer, type ServerContext } from '../handler.ts';
import type { OpenIdProvider } from '../sign-on/open-id-provider.ts';
import { pendingLifeMs } from '../sign-on/pending-sign-ons.ts';

const { auth } = routes;
const pendingCookie = 'SIGN_ON';

export const signOnHandlers = [
  publicRoute(auth.signOn, async ({ server, request, params: { provider: name }, query }) => {
    const provider = getProvider(server, name);
    const from = ownPath(query.from);
    const { pending, cookie } = server.pendingSignOns.begin(name, from);
    try {
      const url = await provider.authorizationUrl(callbackUrl(server, request, name), pending);
      return redirect(url, [pendingCookieText(server, request, cookie)]);
    } catch (error) {
      return toSignInPage(server, request, name, from, error);
    }
  }),
  publicRoute(auth.signedOn, async ({ deps, server, request, params: { provider: name }, query }) => {
    const provider = getProvider(server, name);
    let from = '/';
    const done = pendingCookieText(server, request, '');
    try {
      server.rates.demandFewRefusals(request.ip, deps.clock.monotonic());
      const pending = server.pendingSignOns.take(name, request.cookies[pendingCookie], query['state']);
      if (pending === undefined) throw new SignOnExpired({ provider: name });
      ({ from } = pending);
      const answered = new URL(callbackUrl(server, request, name) + searchOf(request));
      const { person, idToken } = await provider.redeem(answered, pending);
      const user = await signOn(deps, person, request.ip);
      const value = await openSession(deps, user, request.ip, { provider: name, idToken });
      return redirect(`${server.settings.contextPath}/ui${from}`, [sessionCookieText(server, request, value), done]);
    } catch (error) {
      const reason = refusalOf(error);
      if (reason !== undefined && server.rates.recordRefusal(request.ip, deps.clock.monotonic()))
        await noteRefusedSignOn(deps, name, reason, request.ip);
      return toSignInPage(server, request, name, from, error, [done]);
    }
  }),
];

/** Undefined for what is nobody's attempt to come in: a provider that is away, a sign-on that took too long. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof SignOnRefused) return error.facts.reason;
  return error instanceof EmailNotVerified ? error.message : undefined;
}

function getProvider({ providers }: ServerContext, name: string): OpenIdProvider {
  const provider = providers.get(name);
  if (provider === undefined) throw new NotFound({ thing: 'sign-in provider' });
  return provider;
}

function callbackUrl(server: ServerContext, request: FastifyRequest, provider: string): string {
  return `${baseUrl(server, request)}/oauth/callback/${encodeURIComponent(provider)}`;
}

function searchOf({ originalUrl }: FastifyRequest): string {
  const start = originalUrl.indexOf('?');
  return start < 0 ? '' : originalUrl.slice(start);
}

function pendingCookieText(server: ServerContext, request: FastifyRequest, value: string): string {
  const maxAgeSeconds = value === '' ? 0 : pendingLifeMs / 1000;
  return cookieText(request, pendingCookie, value, { path: `${server.settings.contextPath}/oauth`, maxAgeSeconds });
}

/** The page names the reason; what is not the person's business goes to the log. */
function toSignInPage(
  { settings }: ServerContext,
  request: FastifyRequest,
  provider: string,
  from: string,
  error: unknown,
  cookies: string[] = [],
): Answer<undefined> {
  if (!(error instanceof WindhoverError) || error.status === 500) throw error;
  request.log.warn({ err: error }, 'single sign-on failed');
  const query = new URLSearchParams({ refused: error.code, provider, ...(from === '/' ? {} : { from }) });
  return redirect(`${settings.contextPath}/ui/login?${query.toString()}`, cookies);
}

function redirect(location: string, cookies: string[]): Answer<undefined> {
  return answer(302, undefined, { location, 'set-cookie': cookies });
}

/** Only a path of the web application is returned to: an address of another site leads home. */
function ownPath(from: string | undefined): string {
  return from !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(from) ? from : '/';
}
