/** Every address that the API answers, older spellings included, as calls with things of our choice in them. */
import { aliases, allRoutes, type AnyRoute, type ParameterKind } from '@windhover/contract';
import { bodyOf, queryOf } from './covering-data.ts';

/** A thing of each kind that a path, query or body can name; `fileUri` is of a file that an execution wrote. */
export type Things = Readonly<Record<ParameterKind | 'fileUri', string>>;

export interface Address {
  /** For the test's name. */
  readonly title: string;
  readonly route: AnyRoute;
  readonly method: AnyRoute['method'];
  readonly path: string;
  readonly inTenant: boolean;
  readonly isAlias: boolean;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export function addresses(): readonly Address[] {
  const own = allRoutes().map((route): Address => ({
    title: `${route.method} ${route.level === 'tenant' ? '/{tenant}' : ''}${route.path}`,
    route,
    method: route.method,
    path: route.path,
    inTenant: route.level === 'tenant',
    isAlias: false,
  }));
  const byId = new Map(allRoutes().map((route) => [route.operationId, route]));
  const older = aliases.flatMap(({ method, path, level, operationId }): Address[] => {
    const route = byId.get(operationId);
    const title = `${method} ${level === 'tenant' ? '/{tenant}' : ''}${path} (older)`;
    return route === undefined ? [] : [{ title, route, method, path, inTenant: level === 'tenant', isAlias: true }];
  });
  return [...own, ...older];
}

/** Throws when a parameter, query or body of the route has no covering data: a new route is covered or fails. */
export function toCall({ route, method, path }: Address, things: Things): Call {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const kind = (route.parameterKinds as Record<string, ParameterKind> | undefined)?.[name];
    if (kind === undefined) throw new Error(`'${route.operationId}' does not say what its parameter '${name}' names`);
    return encodeURIComponent(things[kind]);
  });
  return { method, path: `${filled}${queryOf(route, things)}`, body: bodyOf(route, things) };
}
