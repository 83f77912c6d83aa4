/** Carries the tenant's segment from the reading of the path, before routing, to admission. */
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';

const segment = Symbol('tenant segment');
type Marked = IncomingMessage & { [segment]?: string | undefined };

export function keepTenantSegment(request: object, value: string | undefined): void {
  (request as Marked)[segment] = value;
}

export function tenantSegmentOf(request: FastifyRequest): string | undefined {
  return (request.raw as Marked)[segment];
}
