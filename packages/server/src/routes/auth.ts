import { routes } from '@windhover/contract';
import { checkPassword, closeSession, openSession } from '@windhover/services';
import { sessionCookie } from '../admission.ts';
import { answer, publicRoute, type ServerContext } from '../handler.ts';
import { meJson } from './me.ts';

const { auth } = routes;

export const authHandlers = [
  publicRoute(auth.methods, () => ({ loginPassword: true, mailsEnabled: false, passwordless: false, oauths: [] })),
  publicRoute(auth.login, async ({ deps, server, request, body }) => {
    const user = await server.authenticator.verify(body.username, body.password, request.ip);
    const value = await openSession(deps, user, request.ip);
    const cookie = sessionCookieText(
      server,
      value,
      Math.floor(deps.settings.session.absoluteMs / 1000),
      request.protocol === 'https',
    );
    return answer(200, await meJson(server, user), { 'set-cookie': cookie });
  }),
  publicRoute(auth.logout, async ({ deps, server, request }) => {
    const value = request.cookies[sessionCookie];
    if (value !== undefined) await closeSession(deps, value, request.ip);
    return answer(200, {}, { 'set-cookie': sessionCookieText(server, '', 0, request.protocol === 'https') });
  }),
  publicRoute(auth.validatePassword, ({ deps, body }) => checkPassword(body, deps.settings.passwordPolicy)),
];

export function sessionCookieText(
  { settings }: ServerContext,
  value: string,
  maxAgeSeconds: number,
  secure: boolean,
): string {
  const path = settings.contextPath === '' ? '/' : settings.contextPath;
  return `${sessionCookie}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
