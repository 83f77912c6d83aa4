import type { FastifyRequest } from 'fastify';
import type { ServerContext } from './handler.ts';

/** Where browsers reach this instance, without a slash at its end: `kestra.url`, or what the request itself was sent to. */
export function baseUrl({ deps, settings }: ServerContext, request: FastifyRequest): string {
  const { url } = deps.settings;
  return url === undefined ? `${request.protocol}://${request.host}${settings.contextPath}` : url.replace(/\/+$/, '');
}
