/** Cookies that scripts cannot read and that other sites' forms do not send. */
import type { FastifyRequest } from 'fastify';
import type { ServerContext } from './handler.ts';
import { sessionCookie } from './admission.ts';

export interface CookieLife {
  readonly path: string;
  /** 0 takes the cookie away. */
  readonly maxAgeSeconds: number;
}

export function cookieText(
  { protocol }: FastifyRequest,
  name: string,
  value: string,
  { path, maxAgeSeconds }: CookieLife,
): string {
  const secure = protocol === 'https' ? '; Secure' : '';
  return `${name}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}

/** The session's cookie, for as long as sessions of this instance live unless told otherwise; `''` ends it. */
export function sessionCookieText(
  { deps, settings }: ServerContext,
  request: FastifyRequest,
  value: string,
  lifeMs: number = value === '' ? 0 : deps.settings.session.absoluteMs,
): string {
  const path = settings.contextPath === '' ? '/' : settings.contextPath;
  return cookieText(request, sessionCookie, value, { path, maxAgeSeconds: Math.floor(lifeMs / 1000) });
}
