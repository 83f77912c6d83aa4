/** The only place that knows what a refused call is answered with. */
import type { ErrorBody, ReplyKind } from '@windhover/contract';
import {
  BackendUnavailable,
  BulkRefused,
  InternalError,
  InvalidScim,
  TooManyRequests,
  Unauthenticated,
  WindhoverError,
} from '@windhover/model';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface ErrorReply {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Readonly<Record<string, string>>;
}

/** `realm` is named to clients that may show a prompt of their own; browsers never get to. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply, realm: string): FastifyReply {
  const answer = toErrorReply(error, request, realm);
  const { status, body, headers } = answer;
  // Of a backend outside callers are told the reason, not its address
  if (status >= 500 || error instanceof BackendUnavailable) request.log.error({ err: error }, 'request failed');
  const isScim = (request.routeOptions.config as { replyKind?: ReplyKind }).replyKind === 'scim';
  if (isScim) return sendScimError(error, answer, reply);
  return reply.code(status).headers(headers).header('content-type', 'application/json').send(JSON.stringify(body));
}

/** As the standard has it, with our own fields beside: what does not fit a schema is 400 there. */
function sendScimError(error: unknown, { status, body, headers }: ErrorReply, reply: FastifyReply): FastifyReply {
  const scimStatus = status === 422 ? 400 : status;
  const scimType =
    error instanceof InvalidScim
      ? error.facts.scimType
      : (scimTypes[body.code] ?? (status === 422 ? 'invalidValue' : undefined));
  const scimBody = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(scimStatus),
    ...(scimType === undefined ? {} : { scimType }),
    detail: body.message,
    ...body,
  };
  return reply
    .code(scimStatus)
    .headers(headers)
    .header('content-type', 'application/scim+json')
    .send(JSON.stringify(scimBody));
}

const scimTypes: Readonly<Record<string, string>> = { ALREADY_EXISTS: 'uniqueness' };

function toErrorReply(error: unknown, request: FastifyRequest, realm: string): ErrorReply {
  const { status, code, message, problems } = describe(error);
  return {
    status,
    body: {
      message,
      code,
      _links: { self: { href: request.originalUrl.split('?', 1)[0]! } },
      ...(problems.length === 0 ? {} : { _embedded: { errors: problems.map((problem) => ({ ...problem })) } }),
      ...(error instanceof BulkRefused ? { invalids: error.facts.invalids.map((item) => ({ ...item })) } : {}),
    },
    headers: {
      ...(error instanceof Unauthenticated && !isBrowser(request)
        ? { 'www-authenticate': `Basic realm="${realm}"` }
        : {}),
      ...(error instanceof TooManyRequests ? { 'retry-after': String(error.facts.retryAfterSeconds) } : {}),
    },
  };
}

function describe(error: unknown): Pick<WindhoverError, 'status' | 'code' | 'message' | 'problems'> {
  if (error instanceof WindhoverError)
    return error.status >= 500 ? { ...internal, status: error.status, code: error.code } : error;
  const { statusCode, message, name, path, thing, id } = error as {
    statusCode?: number;
    message?: string;
    name?: string;
    path?: string;
    thing?: string;
    id?: string;
  };
  // Refusals of the ports that no use case put into words of its own
  if (name === 'Conflict') {
    return {
      status: 409,
      code: 'ILLEGAL_STATE',
      message: `Illegal state: ${thing} '${id}' was changed meanwhile; try again`,
      problems: [],
    };
  }
  if (name === 'FileNotFound')
    return { status: 404, code: 'NOT_FOUND', message: `Not Found: file '${path}'`, problems: [] };
  if (name === 'UnsafePath')
    return { status: 422, code: 'ILLEGAL_ARGUMENT', message: `Illegal argument: ${message}`, problems: [] };
  // The framework's own: malformed requests, bodies beyond the limit
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { status: statusCode, code: 'BAD_REQUEST', message: `Bad request: ${message}`, problems: [] };
  }
  return internal;
}

/** What broke is in the log, under the request's id: an answer names no file, query or line of ours. */
const internal = {
  status: InternalError.status,
  code: InternalError.code,
  message: InternalError.message(),
  problems: [],
} as const;

function isBrowser({ headers }: FastifyRequest): boolean {
  if (headers['x-requested-with'] !== undefined) return true;
  if (Object.keys(headers).some((name) => name.startsWith('sec-fetch-'))) return true;
  const referer = headers.referer;
  return referer !== undefined && URL.parse(referer)?.pathname.endsWith('/login') === true;
}
