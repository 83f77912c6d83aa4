/** Clients of the first era send the filters of a by-query operation in its body: `{"filters":[…]}`. */
import { newerFilter, type AnyRoute, type FilterText } from '@windhover/contract';
import { IllegalArgument } from '@windhover/model';
import type { FastifyRequest } from 'fastify';
import { readBody } from './read-body.ts';

const maxBytes = 1024 * 1024;

/**
 * The query, with the filters of the body added where the operation changes what it finds and has no body of its own:
 * ignored, they would make it act on everything. Throws {@link IllegalArgument} for a body of another shape.
 */
export async function withFiltersOfBody(route: AnyRoute, request: FastifyRequest): Promise<Record<string, unknown>> {
  const query = request.query as Record<string, unknown>;
  if (route.method === 'GET' || route.body !== undefined || !route.path.endsWith('/by-query')) return query;
  const limits = { maxRequestSizeBytes: maxBytes, maxFileSizeBytes: maxBytes };
  const body = (await readBody(request, 'json', { acceptsForm: false, ...limits })) ?? {};
  const { filters = [], tenant: _ofThePath, ...others } = body as Readonly<Record<string, unknown>>;
  if (typeof body !== 'object' || !Array.isArray(filters) || (filters.length === 0 && Object.keys(others).length > 0))
    throw new IllegalArgument({ reason: "the body must hold a list 'filters', or be empty" });
  if (filters.length === 0) return query;
  return {
    ...query,
    filters: [...((query['filters'] as FilterText[] | undefined) ?? []), ...filters.map(newerFilter)],
  };
}
