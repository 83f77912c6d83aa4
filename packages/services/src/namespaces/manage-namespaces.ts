/** Namespaces as entities: created, changed, deleted. Flows may stand in others too. */
import {
  InvalidEntity,
  isVisibleNamespace,
  namespacePattern,
  NotFound,
  AlreadyExists,
  type JsonObject,
  type Namespace,
  type VisibleNamespaces,
} from '@windhover/model';
import { Conflict, type TenantScope, type WriteOp } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { can } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { allowedAddresses } from '../outbound/address-rules.ts';
import { namespaceSettingsKey, openSettings, sealSettings, withoutSealed } from '../tenants/sealed-settings.ts';
import { checkTenantSettings } from '../tenants/tenant-settings.ts';
import { withAncestors } from './ancestors.ts';
import { namespaceExists } from './namespace-exists.ts';

export type NamespaceInput = Omit<Namespace, 'createdAt' | 'updatedAt'>;

const longest = 150;

export async function createNamespace(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  input: NamespaceInput,
): Promise<Namespace> {
  await checkNamespace(deps, scope, input);
  const now = deps.clock.now();
  const settings = await sealed(deps, scope, input);
  const namespace: Namespace = { ...input, settings, createdAt: now, updatedAt: now };
  try {
    await deps.store.write([scope.namespaces.insert(namespace), audited(deps, scope, actor, 'CREATE', input.id)]);
  } catch (error) {
    if (error instanceof Conflict) throw new AlreadyExists({ thing: 'Namespace', id: input.id }, { cause: error });
    throw error;
  }
  announceNamespace(deps, scope, input.id);
  return namespace;
}

/** Full replacement. A namespace that only flows in it or below it imply becomes one that was created. */
export async function updateNamespace(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  input: NamespaceInput,
): Promise<Namespace> {
  await checkNamespace(deps, scope, input);
  const before = await scope.namespaces.find(input.id);
  const now = deps.clock.now();
  const settings = await sealed(deps, scope, input);
  const namespace: Namespace = { ...input, settings, createdAt: before?.createdAt ?? now, updatedAt: now };
  if (before === undefined) {
    if (!(await namespaceExists(scope, input.id))) throw new NotFound({ thing: 'namespace' });
    await deps.store.write([scope.namespaces.insert(namespace), audited(deps, scope, actor, 'CREATE', input.id)]);
  } else {
    await deps.store.write([scope.namespaces.update(namespace), audited(deps, scope, actor, 'UPDATE', input.id)]);
  }
  announceNamespace(deps, scope, input.id);
  return namespace;
}

/** Removes the details; flows, files and the rest of the namespace stay. */
export async function deleteNamespace(deps: Deps, scope: TenantScope, actor: Actor, id: string): Promise<void> {
  try {
    await deps.store.write([scope.namespaces.delete(id), audited(deps, scope, actor, 'DELETE', id)]);
  } catch (error) {
    if (error instanceof Conflict) throw new NotFound({ thing: 'namespace' }, { cause: error });
    throw error;
  }
  announceNamespace(deps, scope, id);
}

/** A namespace that was created, or one that flows imply. Throws `NotFound`. */
export async function getNamespace(scope: TenantScope, id: string): Promise<Namespace> {
  const found = await scope.namespaces.find(id);
  if (found !== undefined) return found;
  if (!(await namespaceExists(scope, id))) throw new NotFound({ thing: 'namespace' });
  return impliedNamespace(id);
}

/** Created ones, and unless `existingOnly` those that flows imply with their ancestors; by id. */
export async function listNamespaces(
  scope: TenantScope,
  visible: VisibleNamespaces,
  options: { readonly existingOnly?: boolean } = {},
): Promise<readonly Namespace[]> {
  const byId = new Map<string, Namespace>();
  if (options.existingOnly !== true) {
    for (const name of await scope.flows.listNamespaces()) {
      for (const id of withAncestors(name)) byId.set(id, impliedNamespace(id));
    }
  }
  for (const namespace of await scope.namespaces.list()) byId.set(namespace.id, namespace);
  return [...byId.values()]
    .filter(({ id }) => isVisibleNamespace(id, visible))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Variables of the namespace and its ancestors, merged; the nearest wins. */
export async function inheritedVariables(scope: TenantScope, id: string): Promise<Record<string, unknown>> {
  const merged: Record<string, unknown> = {};
  for (const ancestor of withAncestors(id).toReversed()) {
    Object.assign(merged, (await scope.namespaces.find(ancestor))?.variables);
  }
  return merged;
}

/** Throws unless the tenant's setting allows flows in namespaces that were never created, or this one was. */
export async function demandExistingNamespace(scope: TenantScope, id: string, isRequired: boolean): Promise<void> {
  if (!isRequired || (await scope.namespaces.find(id)) !== undefined) return;
  const message = `Namespace '${id}' does not exist but is required to exist: create it first`;
  throw new InvalidEntity({ reason: message }, { problems: [{ path: 'namespace', message }] });
}

async function checkNamespace(deps: Deps, { key }: TenantScope, { id, settings }: NamespaceInput): Promise<void> {
  checkNamespaceId(id);
  const tenant = await deps.tenantRecords.find(key);
  checkTenantSettings(deps, settings, allowedAddresses(tenant?.settings));
}

export function checkNamespaceId(id: string): void {
  if (namespacePattern.test(id) && id.length <= longest) return;
  throw new InvalidEntity({
    reason: `id: '${id}' is not a namespace: lower-case letters, digits, '.', '_' and '-', at most ${longest} characters`,
  });
}

function sealed(deps: Deps, { key }: TenantScope, { id, settings }: NamespaceInput): Promise<JsonObject> {
  return sealSettings(deps, namespaceSettingsKey(key, id), settings);
}

/** For replies: credentials of its backends are for those alone who may change them. */
export async function shownNamespace(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  namespace: Namespace,
): Promise<Namespace> {
  const { id, settings } = namespace;
  const shown = can(actor, 'NAMESPACE:UPDATE', id)
    ? await openSettings(deps, { key: namespaceSettingsKey(scope.key, id), settings })
    : withoutSealed(settings);
  return { ...namespace, settings: shown };
}

function announceNamespace(deps: Deps, scope: TenantScope, id: string): void {
  announce(deps, { kind: 'namespace', tenantKey: scope.key, id });
}

function audited(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  type: 'CREATE' | 'UPDATE' | 'DELETE',
  namespace: string,
): WriteOp {
  return scope.audit.append(auditEntry(deps, actor, { type, resource: 'NAMESPACE', detail: { namespace } }));
}

function impliedNamespace(id: string): Namespace {
  return { id, settings: {}, createdAt: 0, updatedAt: 0 };
}
