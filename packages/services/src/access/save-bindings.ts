import { InvalidEntity, NotFound, namespacePattern, type Binding, type TenantRef } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { joinWrites } from './admin-writes.ts';
import type { Actor } from './caller.ts';
import { expandPermissions } from './expand-permissions.ts';
import { getVisibleUser } from './find-visible-user.ts';
import { announce } from './instance-change.ts';
import { writeOr } from './on-conflict.ts';
import { demand, demandToGrant } from './permissions.ts';
import { getRole } from './save-role.ts';

export interface BindingInput {
  readonly type: 'USER' | 'GROUP';
  readonly externalId: string;
  readonly roleId: string;
  /** Limits the role to this namespace and its children. */
  readonly namespace?: string | undefined;
}

/**
 * Stores all or none. A tuple that is bound already answers its binding; a user who was not in the tenant comes in with
 * it. Throws `NotFound` for user, group or role, `MissingPermission` for what the actor does not hold.
 */
export async function createBindings(
  deps: Deps,
  scope: TenantScope,
  tenant: TenantRef,
  actor: Actor,
  inputs: readonly BindingInput[],
): Promise<readonly Binding[]> {
  demand(actor, 'BINDING:CREATE');
  const bindings: Binding[] = [];
  const writes: WriteOp[] = [];
  for (const input of inputs) {
    const join = await checkInput(deps, scope, tenant, actor, input);
    const known = [...bindings, ...(await scope.access.listBindings(input))].find((binding) => isSame(binding, input));
    const { namespace, ...rest } = input;
    const binding = known ?? { id: deps.ids.next(), ...rest, ...(namespace === undefined ? {} : { namespace }) };
    bindings.push(binding);
    if (known !== undefined) continue;
    const entry = auditEntry(deps, actor, { type: 'CREATE', resource: 'BINDING', detail: { ...binding } });
    writes.push(...join, scope.access.insertBinding(binding), scope.audit.append(entry));
  }
  if (writes.length > 0) await deps.store.write(writes);
  announce(deps, { kind: 'access', tenantKey: scope.key });
  return bindings;
}

/** Takes a role away. Throws `NotFound`. */
export async function deleteBinding(deps: Deps, scope: TenantScope, actor: Actor, id: string): Promise<void> {
  demand(actor, 'BINDING:DELETE');
  const binding = await getBinding(scope, id);
  const entry = auditEntry(deps, actor, { type: 'DELETE', resource: 'BINDING', detail: { ...binding } });
  await writeOr(
    deps.store,
    [scope.access.deleteBinding(id), scope.audit.append(entry)],
    () => new NotFound({ thing: 'binding' }),
  );
  announce(deps, { kind: 'access', tenantKey: scope.key });
}

/** Throws `NotFound`. */
export async function getBinding(scope: TenantScope, id: string): Promise<Binding> {
  const binding = await scope.access.findBinding(id);
  if (binding === undefined) throw new NotFound({ thing: 'binding' });
  return binding;
}

async function checkInput(
  deps: Deps,
  scope: TenantScope,
  tenant: TenantRef,
  actor: Actor,
  { type, externalId, roleId, namespace }: BindingInput,
): Promise<readonly WriteOp[]> {
  if (namespace !== undefined && !namespacePattern.test(namespace)) {
    const message = `must match "${namespacePattern.source}"`;
    throw new InvalidEntity({ reason: `namespaceId: ${message}` }, { problems: [{ message, path: 'namespaceId' }] });
  }
  const role = await getRole(scope, roleId);
  demandToGrant(actor, expandPermissions(role.permissions), namespace);
  if (type === 'USER') {
    const user = await getVisibleUser(deps, scope, actor, externalId);
    return joinWrites(deps, scope, tenant.id, user, 'BINDING');
  }
  if ((await scope.access.findGroup(externalId)) === undefined) throw new NotFound({ thing: 'group' });
  return [];
}

function isSame(binding: Binding, { type, externalId, roleId, namespace }: BindingInput): boolean {
  return (
    binding.type === type &&
    binding.externalId === externalId &&
    binding.roleId === roleId &&
    binding.namespace === namespace
  );
}
