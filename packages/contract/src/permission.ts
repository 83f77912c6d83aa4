import type { RouteAccess } from './route.ts';

/** Access for whoever holds any one of the permissions, each `RESOURCE:ACTION`. */
export function permission(...anyOf: readonly `${string}:${string}`[]): RouteAccess {
  return { kind: 'permission', anyOf };
}

/** The same for actions on one resource: `permissionOn('FLOW')('VIEW', 'LIST')`. */
export function permissionOn(resource: string): (...actions: readonly string[]) => RouteAccess {
  return (...actions) => permission(...actions.map((action) => `${resource}:${action}` as const));
}
