/**
 * The one place that reads a tenant out of a request's path. What is found decides which tenant is entered and which
 * operation is matched; nothing else looks at the path as text.
 */
import { instanceRouteNames, tenantRouteNames } from '@windhover/model';

export interface RequestTarget {
  /** Address for the router: `/instance/…`, `/tenant/…` (segment cut) or `/web/…`, with the query. */
  readonly url: string;
  /** The tenant's segment, decoded once; undefined when the path has none. */
  readonly tenantSegment: string | undefined;
}

const api = '/api/v1/';
/** First segments of routes that no tenant id could be taken for. */
const moreInstanceNames: ReadonlySet<string> = new Set(['basicAuthValidationErrors', 'openapi.json']);
const moreTenantNames: ReadonlySet<string> = new Set(['basicAuth']);

/**
 * 1. `/api/v1/<instance route>/…`: instance level. 2. `/api/v1/<tenant route>/…`: the default tenant. 3. else the first
 * segment names a tenant. Names are compared as they are spelt: `Flows` is no route. Paths outside the context path and
 * everything else of the web side come out below `/web`, so no request can name the router's own prefixes.
 */
export function requestTarget(rawUrl: string, contextPath: string): RequestTarget {
  const path = stripContext(rawUrl, contextPath);
  if (path === undefined) return { url: '/outside', tenantSegment: undefined };
  if (!path.startsWith(api)) return { url: `/web${path}`, tenantSegment: undefined };
  const end = endOfSegment(path, api.length);
  const first = decodeOnce(path.slice(api.length, end));
  if (instanceRouteNames.has(first) || moreInstanceNames.has(first)) {
    return { url: `/instance/${first}${path.slice(end)}`, tenantSegment: undefined };
  }
  if (tenantRouteNames.has(first) || moreTenantNames.has(first)) {
    return { url: `/tenant/${first}${path.slice(end)}`, tenantSegment: undefined };
  }
  return { url: `/tenant${path[end] === '/' ? path.slice(end) : `/${path.slice(end)}`}`, tenantSegment: first };
}

/** The path below the context path; undefined when the request lies outside of it. */
function stripContext(url: string, contextPath: string): string | undefined {
  if (contextPath === '') return url.startsWith('/') ? url : undefined;
  if (!url.startsWith(contextPath)) return undefined;
  const rest = url.slice(contextPath.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : undefined;
}

function endOfSegment(path: string, from: number): number {
  for (let index = from; index < path.length; index += 1) {
    const character = path.charCodeAt(index);
    if (character === 0x2f || character === 0x3f) return index;
  }
  return path.length;
}

/** Undecodable text stays as it is: its `%` is in no tenant's id. */
function decodeOnce(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
