/**
 * Makes all that the default tenant has that of a tenant with an id. Rows, files, sealed values and the chain of the audit log
 * hang on an internal key, so the tenant takes over the key and the default tenant goes on, empty, with a new one: however
 * much there is, it is one small commit, and nothing is read, moved or encrypted anew.
 */
import {
  handOverDefaultKey,
  MigrationRefused,
  MultiTenancyDisabled,
  tenantKeysSetting,
  type Binding,
  type Tenant,
  type TenantKey,
} from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { managedRoles } from '../access/managed-roles.ts';
import { writeOr } from '../access/on-conflict.ts';
import { perTenantRoleIds } from '../access/per-tenant-roles.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { countData, purgeData } from './purge-data.ts';
import { checkTenantId } from './tenant-id.ts';

export interface DefaultTenantMigration {
  readonly id: string;
  /** Of a tenant that is not there yet: then it must be given. */
  readonly name?: string | undefined;
}

export interface PlannedMigration {
  /** Rows of the default tenant by table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly files: number;
  /** The tenant that is there already, without anything of its own. */
  readonly target: Tenant | undefined;
}

/** What would become the tenant's. Changes nothing. Throws {@link MigrationRefused}, `MultiTenancyDisabled`, `InvalidEntity` for the id. */
export async function planDefaultTenantMigration(
  deps: Deps,
  { id, name }: DefaultTenantMigration,
): Promise<PlannedMigration> {
  if (!deps.settings.tenancy.enabled) throw new MultiTenancyDisabled({});
  const target = await deps.store.tenants.find(id);
  if (target === undefined) {
    checkTenantId(id);
    if (name === undefined) throw new MigrationRefused({ reason: `tenant '${id}' does not exist: say its name, too` });
  } else {
    await checkTarget(deps, target);
  }
  const { key } = deps.store.tenantKeys.default;
  await checkRoles(deps.store.scope(key), id);
  const [rows, { files }] = await Promise.all([deps.store.scope(key).countRows(), countData(deps, key)]);
  return { rows, files, target };
}

/** No server may be running: each has learnt at its start which tenant is which. Throws as the plan does. */
export async function migrateDefaultTenant(deps: Deps, migration: DefaultTenantMigration): Promise<void> {
  const { target } = await planDefaultTenantMigration(deps, migration);
  const { store } = deps;
  const { id, name = id } = migration;
  const { key } = store.tenantKeys.default;
  const scope = store.scope(key);
  const rename = renameTo(id);
  const tenant: Tenant = {
    ...(target ?? { status: 'ACTIVE', settings: {}, createdAt: deps.clock.now() }),
    key,
    id,
    name: target?.name ?? name,
  };
  const entry = auditEntry(deps, 'command-line', {
    type: target === undefined ? 'CREATE' : 'UPDATE',
    resource: 'TENANT',
    detail: { id, takesOver: 'the default tenant' },
  });
  const operations = [
    ...(target === undefined ? [] : [store.tenants.remove(target.key)]),
    store.tenants.insert(tenant),
    ...(await roleWrites(scope, rename)),
    ...(target === undefined ? [] : await accessWrites(deps, scope, target.key, rename)),
    store.setSetting(tenantKeysSetting, handOverDefaultKey(await store.getSetting(tenantKeysSetting), id)),
    scope.audit.append(entry),
  ];
  const reason = `tenant '${id}' was changed meanwhile: try again`;
  await writeOr(store, operations, () => new MigrationRefused({ reason }));
  if (target !== undefined) await purgeData(deps, target.key);
}

/** A tenant that has something of its own is no place for all that another one has: names, ids and files would meet. */
async function checkTarget(deps: Deps, { id, key, status, settings }: Tenant): Promise<void> {
  const refuse = (reason: string): never => {
    throw new MigrationRefused({ reason: `tenant '${id}' ${reason}` });
  };
  if (status !== 'ACTIVE') refuse(`is ${status === 'SUSPENDED' ? 'suspended: resume it first' : 'being deleted'}`);
  const backends = ['storageType', 'secretType'].filter((name) => typeof settings[name] === 'string');
  if (backends.length > 0) {
    refuse(
      `has a backend of its own (${backends.join(', ')}), where nothing of the default tenant lies: remove it first`,
    );
  }
  const scope = deps.store.scope(key);
  const managed = new Set(managedRoles(id).map((role) => role.id));
  const [rows, roles, { files }, users] = await Promise.all([
    scope.countRows(),
    scope.access.listRoles(),
    countData(deps, key),
    deps.store.identity.listUsers(),
  ]);
  const { roles: _, bindings: __, tenant_access: ___, audit_log: ____, ...others } = rows;
  const own: Readonly<Record<string, number>> = {
    ...others,
    roles: roles.filter((role) => !managed.has(role.id)).length,
    files,
    service_accounts: users.filter(({ tenantKey }) => tenantKey === key).length,
  };
  const found = Object.entries(own).filter(([, count]) => count > 0);
  if (found.length === 0) return;
  const what = found.map(([table, count]) => `${table}: ${count}`).join(', ');
  refuse(`holds something already (${what}): take one that is new or empty`);
}

/** Whoever was bound to a role that somebody has given such an id would get what the tenant's own role of it grants. */
async function checkRoles({ access }: TenantScope, id: string): Promise<void> {
  const taken = await access.findRoles([...perTenantRoleIds(undefined, id).values()]);
  if (taken.length === 0) return;
  const ids = taken.map((role) => `'${role.id}'`).join(', ');
  const reason = `the default tenant has roles with ids that those of tenant '${id}' get (${ids}): remove them first`;
  throw new MigrationRefused({ reason });
}

/** Ids of roles that every tenant has end with its own: those of the default tenant get the new one, with their bindings. */
async function roleWrites({ access }: TenantScope, rename: Rename): Promise<readonly WriteOp[]> {
  const [roles, bindings] = await Promise.all([access.listRoles(), access.listBindings()]);
  return roles
    .filter((role) => rename(role.id) !== role.id)
    .flatMap((role) => {
      const id = rename(role.id);
      const bound = bindings.filter(({ roleId }) => roleId === role.id);
      return [
        access.putRole({ ...role, id }),
        access.deleteRole(role.id),
        ...bound.map((binding) => access.insertBinding({ ...binding, roleId: id })),
      ];
    });
}

type Rename = (roleId: string) => string;

function renameTo(id: string): Rename {
  const names = perTenantRoleIds(undefined, id);
  return (roleId) => names.get(roleId) ?? roleId;
}

/** Who could enter the tenant before still can, with the same roles. */
async function accessWrites(
  { store, ids }: Pick<Deps, 'store' | 'ids'>,
  { access }: TenantScope,
  from: TenantKey,
  rename: Rename,
): Promise<readonly WriteOp[]> {
  const before = store.scope(from).access;
  const [entered, bindings, known] = await Promise.all([
    before.listAccess(),
    before.listBindings(),
    access.listBindings(),
  ]);
  const nameOf = ({ type, externalId, roleId, namespace = '' }: Binding): string =>
    `${type}/${externalId}/${rename(roleId)}/${namespace}`;
  const bound = new Set(known.map(nameOf));
  return [
    ...entered.map((each) => access.grantAccess(each)),
    ...bindings
      .filter((binding) => !bound.has(nameOf(binding)))
      .map((binding) => access.insertBinding({ ...binding, id: ids.next() })),
  ];
}
