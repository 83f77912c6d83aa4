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
  | 'templateId'
  | 'reusableInputsId'
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
  | 'integrationId'
  | 'killSwitchId'
  | 'workerGroupId'
  | 'workerTokenId'
  | 'mcpServerId'
  | 'dashboardId'
  | 'chartId'
  | 'auditLogId'
  | 'kvKey'
  | 'secretKey'
  | 'webhookKey'
  | 'pluginType'
  | 'inputType'
  | 'schemaType'
  | 'scimKind'
  | 'version'
  | 'word';

export type BodyKind = 'json' | 'yaml' | 'text' | 'multipart' | 'any';
/** `scim` is JSON, errors included, as that standard has it; `text-json` is JSON under its older name. */
export type ReplyKind = 'json' | 'text-json' | 'scim' | 'yaml' | 'text' | 'stream' | 'file' | 'empty';

/** The schemas of a route that has no path parameters, query or body. */
export type NoShape = z.ZodObject<Record<never, never>>;

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
  /** Name of the last parameter, where it takes all that is left of the path: its slashes belong to it. */
  readonly rest?: string;
  readonly query?: Query;
  readonly body?: { readonly kind: BodyKind; readonly schema: Body; readonly optional?: boolean };
  readonly reply: { readonly status: number; readonly kind: ReplyKind; readonly schema: Reply };
  /** Statuses beyond 401, 403, 404 and 422 that callers should expect. */
  readonly errors?: readonly number[];
  /**
   * That a call makes something, so that a client may repeat it under an `Idempotency-Key`: nothing is made a second time, and
   * the first answer comes again. `at-once`: what is made and the answer are committed together. `in-steps`: there are several
   * commits, of which none makes anything twice when the call is done again, and the answer is kept after them. `execution`:
   * the execution that was made is answered as it is by then.
   */
  readonly makes?: 'at-once' | 'in-steps' | 'execution';
  /** Whether a call changes nothing (GET is always safe; some searches are POST). */
  readonly safe?: boolean;
}

/** Any route, whatever its schemas. */
// oxlint-disable-next-line no-explicit-any -- schemas are both read and written, so only `any` takes all of them
export type AnyRoute = Route<any, any, any, any>;

/** Whether a call of the route changes nothing. */
export function isSafe(route: AnyRoute): boolean {
  return route.safe ?? route.method === 'GET';
}

/** Names of the path parameters, in order. */
export function parameterNames(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}

/** Keeps the literal types of a route's schemas. */
export function defineRoute<
  Params extends z.ZodObject = NoShape,
  Query extends z.ZodType = NoShape,
  Body extends z.ZodType = z.ZodUndefined,
  Reply extends z.ZodType = z.ZodType,
>(route: Route<Params, Query, Body, Reply>): Route<Params, Query, Body, Reply> {
  return route;
}
