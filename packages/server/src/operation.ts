/** An address that the router knows: a route of the contract, or an older spelling of one, with its handler. */
import { aliases, parameterNames, type Alias, type AnyRoute } from '@windhover/contract';
import { invariant } from '@windhover/model';
import type { Handler } from './handler.ts';

export interface Operation {
  readonly route: AnyRoute;
  readonly handle: Handler['handle'];
  /** How the router writes it: `/tenant/flows/:namespace/:id`. */
  readonly url: string;
  readonly method: AnyRoute['method'];
  /** Whether a tenant is entered first. */
  readonly inTenant: boolean;
  readonly alias?: Alias;
}

const executionId = '^[0-9A-Za-z]{22}$';
/** As the router writes what takes the rest of a path, and names what it took. */
const wildcard = '*';

/** Browsers and scripts sign in and out beside the API, too. */
const besideTheApi = [
  { operationId: 'login', method: 'POST', url: '/web/login' },
  { operationId: 'logout', method: 'POST', url: '/web/logout' },
  { operationId: 'logout', method: 'GET', url: '/web/logout' },
  { operationId: 'signOn', method: 'GET', url: '/web/oauth/login/:provider' },
  { operationId: 'signedOn', method: 'GET', url: '/web/oauth/callback/:provider' },
] as const;

/** What the path of a request holds, by the names of the route. */
export function paramsOf({ rest }: AnyRoute, params: Readonly<Record<string, string>>): Record<string, string> {
  const { [wildcard]: left, ...named } = params;
  return rest === undefined || left === undefined ? named : { ...named, [rest]: left };
}

/** Every address of the handlers given. Throws when an operation is handled twice or declares no access. */
export function toOperations(handlers: readonly Handler[]): readonly Operation[] {
  const byId = new Map<string, Handler>();
  for (const handler of handlers) {
    const { operationId, access, path, params } = handler.route;
    invariant(!byId.has(operationId), `operation '${operationId}' has one handler`);
    // Deny by default: what says nothing about access does not start
    invariant(access?.kind !== undefined, `operation '${operationId}' declares who may call it`);
    invariant(
      parameterNames(path).every((name) => name in (params?.shape ?? {})),
      `'${operationId}' has a schema for each parameter of its path`,
    );
    byId.set(operationId, handler);
  }
  const own = handlers.map(({ route, handle }): Operation => ({
    route,
    handle,
    url: `/${route.level}${toPattern(route.path, [], route.rest)}`,
    method: route.method,
    inTenant: route.level === 'tenant' && route.access.kind !== 'public',
  }));
  const beside = besideTheApi.flatMap(({ operationId, method, url }): Operation[] => {
    const handler = byId.get(operationId);
    return handler === undefined ? [] : [{ ...handler, method, url, inTenant: false }];
  });
  return [...own, ...beside, ...aliases.flatMap((alias) => toAliasOperation(alias, byId.get(alias.operationId)))];
}

function toAliasOperation(alias: Alias, handler: Handler | undefined): readonly Operation[] {
  if (handler === undefined) return [];
  const url = `/${alias.level}${toPattern(alias.path, alias.executionIds ?? [])}`;
  return [
    {
      ...handler,
      url,
      method: alias.method,
      inTenant: alias.level === 'tenant' && handler.route.access.kind !== 'public',
      alias,
    },
  ];
}

function toPattern(path: string, executionIds: readonly string[], rest?: string): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === rest) return wildcard;
    return executionIds.includes(name) ? `:${name}(${executionId})` : `:${name}`;
  });
}
