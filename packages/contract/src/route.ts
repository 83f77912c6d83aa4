/** One operation of the HTTP API: all that server, client, OpenAPI document and isolation suite need to know of it. */
import type { z } from 'zod';

/** Who may call. `permission` is `RESOURCE:ACTION`; several mean that any one is enough. */
export type RouteAccess =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'superadmin' }
  /** Any role in the tenant. */
  | { readonly kind: 'member' }
  | { readonly kind: 'permission'; readonly anyOf: readonly `${string}:${string}`[] };

/** What a path parameter names: tests that generate calls fill it with a thing of that kind. */
export type ParameterKind =
  | 'namespace'
  | 'flowId'
  | 'revision'
  | 'executionId'
  | 'taskRunId'
  | 'taskId'
  | 'triggerId'
  | 'tenantId'
  | 'userId'
  | 'roleId'
  | 'bindingId'
  | 'groupId'
  | 'tokenId'
  | 'serviceAccountId'
  | 'invitationId'
  | 'kvKey'
  | 'secretKey'
  | 'word';

export type BodyKind = 'json' | 'yaml' | 'text' | 'multipart' | 'any';
export type ReplyKind = 'json' | 'yaml' | 'text' | 'stream' | 'file' | 'empty';

export interface Route<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`; for `level: 'tenant'` below the tenant's segment. Parameters in braces. */
  readonly path: string;
  readonly level: 'instance' | 'tenant';
  readonly access: RouteAccess;
  readonly params?: Params;
  readonly parameterKinds?: Readonly<Record<string, ParameterKind>>;
  readonly query?: Query;
  readonly body?: { readonly kind: BodyKind; readonly schema: Body; readonly optional?: boolean };
  readonly reply: { readonly status: number; readonly kind: ReplyKind; readonly schema: Reply };
  /** Statuses beyond 401, 403, 404 and 422 that callers should expect. */
  readonly errors?: readonly number[];
  /** Whether a call changes nothing (GET is always safe; some searches are POST). */
  readonly safe?: boolean;
}

export type AnyRoute = Route;

/** Keeps the literal types of a route's schemas. */
export function defineRoute<
  Params extends z.ZodObject,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
>(route: Route<Params, Query, Body, Reply>): Route<Params, Query, Body, Reply> {
  return route;
}
