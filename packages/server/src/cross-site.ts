/** Whether a request that a browser sent was made by our own pages. */
import { Forbidden } from '@windhover/model';
import type { FastifyRequest } from 'fastify';

/**
 * Refuses a request whose `Sec-Fetch-Site` is other than `same-origin` or `none`, or whose `Origin` is not ours. One with
 * neither header comes from no browser and passes. Asked before anything is changed on the word of a cookie.
 */
export function refuseCrossSite(request: FastifyRequest, alsoOurs: readonly string[]): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isAllowed(request, alsoOurs)) refuse();
  if (request.headers.origin !== undefined && !isOurs(request) && !isAllowed(request, alsoOurs)) refuse();
}

function isOurs(request: FastifyRequest): boolean {
  return request.headers.origin === `${request.protocol}://${request.host}`;
}

function isAllowed(request: FastifyRequest, origins: readonly string[]): boolean {
  return request.headers.origin !== undefined && origins.includes(request.headers.origin);
}

function refuse(): never {
  throw new Forbidden({ reason: 'the request was made by a page of another site' });
}
