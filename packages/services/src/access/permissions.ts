/** What a caller may do, and the questions that use cases ask about it. */
import { MissingPermission, NotFound, isVisibleNamespace, resources, type VisibleNamespaces } from '@windhover/model';
import type { Actor, AnyActor, Caller } from './caller.ts';

/** `RESOURCE:ACTION` → where it holds. A permission that is absent is not granted anywhere. */
export type Permissions = ReadonlyMap<string, VisibleNamespaces>;

export const noPermissions: Permissions = new Map();

/** Permissions of one binding: `namespace` limits them to it and its children. */
export interface Grant {
  readonly permissions: Iterable<string>;
  readonly namespace?: string | undefined;
}

/** The union of all grants. One that is limited to a namespace gives nothing of tenant scope. */
export function toPermissions(grants: readonly Grant[]): Permissions {
  const permissions = new Map<string, 'all' | string[]>();
  for (const { permissions: granted, namespace } of grants) {
    for (const permission of granted) {
      if (namespace === undefined) permissions.set(permission, 'all');
      else if (isNamespaced(permission)) {
        const before = permissions.get(permission);
        if (before === undefined) permissions.set(permission, [namespace]);
        else if (before !== 'all') before.push(namespace);
      }
    }
  }
  return permissions;
}

function isNamespaced(permission: string): boolean {
  return resources.get(permission.slice(0, permission.indexOf(':')))?.scope === 'namespace';
}

/** Without a namespace: whether it is granted anywhere. */
export function can(actor: AnyActor, permission: string, namespace?: string): boolean {
  if (actor === 'command-line') return true;
  const where = actor.permissions.get(permission);
  if (where === undefined) return false;
  return namespace === undefined || isVisibleNamespace(namespace, where);
}

/** Throws {@link MissingPermission} unless it is granted: anywhere, or on the namespace given. */
export function demand(actor: AnyActor, permission: string, namespace?: string): void {
  if (!can(actor, permission, namespace)) throw new MissingPermission({ permission, namespace });
}

/** As {@link demand} for several of which one is enough; the error names the first. */
export function demandAny(actor: Actor, permissions: readonly string[], namespace?: string): void {
  if (!permissions.some((permission) => can(actor, permission, namespace))) {
    throw new MissingPermission({ permission: permissions[0] ?? '', namespace });
  }
}

/**
 * For an object in a namespace. Who may see such objects there but not do this gets {@link MissingPermission}; who may
 * not even see them gets {@link NotFound} with `thing`, exactly as if there were none.
 */
export function demandOn(actor: AnyActor, permission: string, namespace: string, thing: string): void {
  if (can(actor, permission, namespace)) return;
  const resource = permission.slice(0, permission.indexOf(':'));
  if (can(actor, `${resource}:VIEW`, namespace) || can(actor, `${resource}:LIST`, namespace)) {
    throw new MissingPermission({ permission, namespace });
  }
  throw new NotFound({ thing });
}

/** Namespaces in which the permission is granted, for lists; none gives the empty list, which shows nothing. */
export function visibleNamespaces(actor: Actor, permission: string): VisibleNamespaces {
  return actor === 'command-line' ? 'all' : (actor.permissions.get(permission) ?? []);
}

/**
 * Nobody grants what they do not hold. Throws {@link MissingPermission} naming the first permission that the caller
 * lacks on the namespace for which it would be granted (everywhere, when undefined). Superadmins grant anything.
 */
export function demandToGrant(actor: Actor, permissions: Iterable<string>, namespace?: string): void {
  if (actor === 'command-line' || actor.user.superAdmin) return;
  for (const permission of permissions) {
    if (!holds(actor, permission, namespace)) throw new MissingPermission({ permission, namespace });
  }
}

function holds(caller: Caller, permission: string, namespace: string | undefined): boolean {
  if (resources.get(permission.slice(0, permission.indexOf(':')))?.scope === 'instance') return false;
  const where = caller.permissions.get(permission);
  if (where === undefined) return false;
  return where === 'all' || (namespace !== undefined && isVisibleNamespace(namespace, where));
}
