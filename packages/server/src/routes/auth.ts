import { routes } from '@windhover/contract';
import { Gone, NotFound } from '@windhover/model';
import { checkPassword, closeSession, openSession } from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import { ourOrigins, sessionCookie } from '../admission.ts';
import { baseUrl } from '../base-url.ts';
import { sessionCookieText } from '../cookie-text.ts';
import { refuseCrossSite } from '../cross-site.ts';
import { answer, publicRoute, type ServerContext } from '../handler.ts';
import { passwordConfiguration } from './configs.ts';
import { meJson } from './me.ts';

const { auth } = routes;

export const authHandlers = [
  publicRoute(auth.methods, ({ deps, server }) => ({
    loginPassword: true,
    mailsEnabled: server.passwordResets !== undefined,
    passwordless: false,
    oauths: [...server.providers.keys()],
    passwordConfiguration: passwordConfiguration(deps.settings.passwordPolicy),
  })),
  publicRoute(auth.login, async ({ deps, server, request, body }) => {
    // Else a page could sign its reader in as somebody else, and be told what is then entered
    refuseCrossSite(request, ourOrigins(server));
    const user = await server.authenticator.verify(body.username, body.password, request.ip);
    const value = await openSession(deps, user, request.ip);
    return answer(200, await meJson(server, user), { 'set-cookie': sessionCookieText(server, request, value) });
  }),
  publicRoute(auth.logout, async ({ server, request }) => {
    const isPage = request.method === 'GET';
    if (isPage && !server.settings.logoutByGet) throw new NotFound({ thing: 'page' });
    const endSessionUrl = await signOut(server, request);
    const cookie = { 'set-cookie': sessionCookieText(server, request, '') };
    if (isPage && endSessionUrl !== undefined) return answer(302, undefined, { ...cookie, location: endSessionUrl });
    return answer(200, endSessionUrl === undefined ? {} : { endSessionUrl }, cookie);
  }),
  publicRoute(auth.forgottenPassword, ({ server, request, body }) => {
    server.passwordResets?.checkAddress(request.ip);
    // The answer waits for nothing: neither it nor its time tells who has an account
    server.passwordResets?.request(body.username).catch((error: unknown) => {
      request.log.error({ err: error }, 'the mail for a new password could not be sent');
    });
    return {};
  }),
  publicRoute(auth.resetPassword, async ({ server, request, body }) => {
    if (server.passwordResets === undefined) throw new Gone({ thing: 'link for a new password' });
    server.passwordResets.checkAddress(request.ip);
    await server.passwordResets.complete(body.token, body.password, request.ip);
    return {};
  }),
  publicRoute(auth.validatePassword, ({ deps, body }) => checkPassword(body, deps.settings.passwordPolicy)),
];

/** Ends the session here; the answer is where it can be ended at the provider that it began at. */
async function signOut(server: ServerContext, request: FastifyRequest): Promise<string | undefined> {
  const value = request.cookies[sessionCookie];
  const session = value === undefined ? undefined : await closeSession(server.deps, value, request.ip);
  if (session?.signOn === undefined) return undefined;
  const provider = server.providers.get(session.signOn.provider);
  try {
    return await provider?.endSessionUrl(session.signOn.idToken, `${baseUrl(server, request)}/ui/login`);
  } catch (error) {
    request.log.warn({ err: error }, 'the session at the provider goes on');
    return undefined;
  }
}
