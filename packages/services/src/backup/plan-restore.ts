/** What a restore will do, and whether it may. Nothing is written here. */
import {
  BackupNotRestored,
  MultiTenancyDisabled,
  type ApiToken,
  type KillSwitch,
  type Tenant,
  type TenantKey,
  type TenantRef,
  type User,
  type WorkerGroup,
} from '@windhover/model';
import { backupResources, type BackupResource, type TableRow } from '@windhover/ports';
import { perTenantRoleIds } from '../access/per-tenant-roles.ts';
import type { Deps } from '../deps.ts';
import { findTenantById } from '../tenants/accessible-tenants.ts';
import { checkTenantId, nextTenantKey } from '../tenants/tenant-id.ts';
import type { BackupKind } from './backup-header.ts';
import type { BackedUpTenant, BackupSummary } from './backup-records.ts';
import { BackupTally } from './backup-tally.ts';
import type { BackedUpUser, BackedUpWorkerGroup, BackupContents, TenantContents } from './read-contents.ts';
import { restoredRow, type RowRules } from './restored-rows.ts';

type PlanDeps = Pick<Deps, 'store' | 'settings' | 'clock'>;

/** In the order of the tenants in the backup. */
export interface RestorePlan {
  readonly targets: readonly RestoreTarget[];
  readonly users: readonly { readonly user: User; readonly tokens: readonly ApiToken[] }[];
  readonly killSwitches: readonly KillSwitch[];
  readonly workerGroups: readonly BackedUpWorkerGroup[];
  /** Keys of tenants in the backup, and here. */
  readonly keys: Readonly<Record<string, TenantKey>>;
  readonly summary: BackupSummary;
  readonly warnings: readonly string[];
}

export interface RestoreTarget {
  readonly tenant: TenantRef;
  /** The tenant as it will be, its settings opened; undefined when it is there already. */
  readonly made: Tenant | undefined;
  readonly rows: readonly TableRow[];
}

/** These may meet others of their kind: ids tell them apart. */
const mixing: readonly BackupResource[] = ['ROLE', 'GROUP', 'BINDING', 'TENANT_ACCESS'];

/**
 * Throws {@link BackupNotRestored} that names what is there already, `MultiTenancyDisabled` where there is no place for a
 * tenant with an id, and `InvalidEntity` for an id that no tenant can have.
 */
export async function planRestore(
  deps: PlanDeps,
  contents: BackupContents,
  { kind, toTenant }: { readonly kind: BackupKind; readonly toTenant?: string | undefined },
): Promise<RestorePlan> {
  const found = await Promise.all(
    contents.tenants.map(async ({ tenant, rows }) => ({
      from: tenant,
      rows,
      ...(kind === 'FULL' ? await sameTenant(deps, tenant) : await namedTenant(deps, tenant, toTenant)),
    })),
  );
  const keys = new Map(found.map(({ from, tenant }) => [from.key, tenant.key]));
  const existing = await deps.store.identity.listUsers();
  const { users, clashing } = restoredUsers(contents.users, keys, existing);
  const clashes = [
    ...(kind === 'FULL' ? clashing.map(({ username }) => `user '${username}'`) : []),
    ...(await Promise.all(found.map(async (target) => clashesIn(deps, target)))).flat(),
    ...(await groupsThere(deps, contents)),
  ];
  if (clashes.length > 0) throw alreadyThere(clashes);

  const owners = new Map([...existing, ...users.map(({ user }) => user)].map(({ id, tenantKey }) => [id, tenantKey]));
  const targets = found.map(({ from, tenant, made, rows }) => {
    const rules: RowRules = {
      roleIds: perTenantRoleIds(from.id, tenant.id),
      isKnownUser: (id) => owners.has(id) && (owners.get(id) ?? tenant.key) === tenant.key,
    };
    return { tenant, made, rows: rows.map((row) => restoredRow(row, rules)).filter((row) => row !== undefined) };
  });
  const killSwitches = contents.killSwitches
    .map(({ killSwitch }) => withTenantKey(killSwitch, keys))
    .filter((killSwitch) => killSwitch !== undefined);
  const workerGroups = contents.workerGroups
    .map((record) => withTenantsOf(record, keys))
    .filter((record) => record !== undefined);
  const leftOut = found.flatMap(({ rows }) => rows).length - targets.flatMap(({ rows }) => rows).length;
  const warnings = [
    ...(kind === 'TENANT'
      ? clashing.map(({ username }) => `Left out: service account '${username}', which is there already`)
      : []),
    ...(leftOut === 0
      ? []
      : [`Left out: ${leftOut} binding(s), membership(s) and access(es) of users who are not here`]),
    ...contents.workerGroups
      .filter(({ group }) => !workerGroups.some((restored) => restored.group.id === group.id))
      .map(({ group }) => `Left out: worker group '${group.id}', whose tenants are not in the backup`),
  ];
  return {
    targets,
    users,
    killSwitches,
    workerGroups,
    keys: Object.fromEntries(keys),
    warnings,
    summary: summaryOf(contents, { targets, users, killSwitches, workerGroups }),
  };
}

type Found = Pick<RestoreTarget, 'tenant' | 'made'>;

/** Of a backup of the instance: as it was, under a key that no earlier tenant of the id had here. */
async function sameTenant(deps: PlanDeps, { id, record }: BackedUpTenant): Promise<Found> {
  if (id === undefined || record === undefined) return { tenant: deps.store.tenantKeys.default, made: undefined };
  if (!deps.settings.tenancy.enabled) throw new MultiTenancyDisabled({});
  return newTenant(deps, id, record);
}

async function namedTenant(deps: PlanDeps, from: BackedUpTenant, toTenant: string | undefined): Promise<Found> {
  const id = toTenant ?? from.id ?? 'main';
  const tenant = await findTenantById(deps, id);
  if (tenant !== undefined) return { tenant, made: undefined };
  if (!deps.settings.tenancy.enabled) throw new MultiTenancyDisabled({});
  checkTenantId(id);
  return newTenant(deps, id, { id, name: id, status: 'ACTIVE', settings: {}, createdAt: deps.clock.now() });
}

async function newTenant({ store }: PlanDeps, id: string, record: Omit<Tenant, 'key'>): Promise<Found> {
  const made: Tenant = { ...record, key: nextTenantKey(id, await store.tenants.keysOf(id)) };
  return { tenant: made, made };
}

/** Those that are there already are answered apart; accounts of tenants that are not in the backup are left out. */
function restoredUsers(
  backedUp: readonly BackedUpUser[],
  keys: ReadonlyMap<string, TenantKey>,
  existing: readonly User[],
): { readonly users: RestorePlan['users']; readonly clashing: readonly User[] } {
  const ids = new Set(existing.map(({ id }) => id));
  const names = new Set(existing.filter(({ type }) => type === 'USER').map(({ username }) => username.toLowerCase()));
  const isThere = ({ id, type, username }: User): boolean =>
    ids.has(id) || (type === 'USER' && names.has(username.toLowerCase()));
  return {
    clashing: backedUp.map(({ user }) => user).filter(isThere),
    users: backedUp
      .filter(({ user }) => !isThere(user))
      .map(({ user, tokens }) => ({ user: withTenantKeys(user, keys), tokens }))
      .flatMap(({ user, tokens }) => (user === undefined ? [] : [{ user, tokens }])),
  };
}

/** Undefined for an account of a tenant that is not there. */
function withTenantKeys({ vouchedBy, ...user }: User, keys: ReadonlyMap<string, TenantKey>): User | undefined {
  const vouching = vouchedBy?.map((key) => keys.get(key)).filter((key) => key !== undefined);
  return withTenantKey({ ...user, ...(vouching !== undefined && { vouchedBy: vouching }) }, keys);
}

function withTenantKey<Owned extends { readonly tenantKey?: TenantKey }>(
  owned: Owned,
  keys: ReadonlyMap<string, TenantKey>,
): Owned | undefined {
  if (owned.tenantKey === undefined) return owned;
  const tenantKey = keys.get(owned.tenantKey);
  return tenantKey && { ...owned, tenantKey };
}

/** Undefined for a group of tenants alone that are not there: without them it would be open to all. */
function withTenantsOf(
  record: BackedUpWorkerGroup,
  keys: ReadonlyMap<string, TenantKey>,
): BackedUpWorkerGroup | undefined {
  const { allowedTenants } = record.group;
  if (allowedTenants === undefined) return record;
  const there = allowedTenants.map((key) => keys.get(key)).filter((key) => key !== undefined);
  const group: WorkerGroup = { ...record.group, allowedTenants: there };
  return there.length === 0 ? undefined : { ...record, group };
}

async function groupsThere(
  { store }: PlanDeps,
  { workerGroups }: Pick<BackupContents, 'workerGroups'>,
): Promise<readonly string[]> {
  const found = await Promise.all(workerGroups.map(({ group }) => store.workerGroups.find(group.id)));
  return found.flatMap((group) => (group === undefined ? [] : [`worker group '${group.id}'`]));
}

async function clashesIn(
  { store }: PlanDeps,
  { tenant, made, rows }: Found & Pick<TenantContents, 'rows'>,
): Promise<readonly string[]> {
  if (made !== undefined) return (await store.tenants.find(made.id)) === undefined ? [] : [`tenant '${made.id}'`];
  if (rows.length === 0) return [];
  const whose = tenant.id === undefined ? 'the default tenant' : `tenant '${tenant.id}'`;
  const { backup } = store.scope(tenant.key);
  const counts = await Promise.all(
    backupResources
      .filter((resource) => !mixing.includes(resource))
      .map(async (resource) => ({ resource, count: await backup.count(resource) })),
  );
  return counts.filter(({ count }) => count > 0).map(({ resource, count }) => `${count} ${resource} in ${whose}`);
}

const mostNamed = 10;

function alreadyThere(clashes: readonly string[]): BackupNotRestored {
  const named = clashes.slice(0, mostNamed).join(', ');
  const more = clashes.length > mostNamed ? ` and ${clashes.length - mostNamed} more` : '';
  return new BackupNotRestored({ reason: `${named}${more} would be met: restore where there is none of it` });
}

function summaryOf(
  { summary }: BackupContents,
  {
    targets,
    users,
    killSwitches,
    workerGroups,
  }: Pick<RestorePlan, 'targets' | 'users' | 'killSwitches' | 'workerGroups'>,
): BackupSummary {
  const tally = new BackupTally();
  for (const { made, rows } of targets) {
    if (made !== undefined) tally.add({ kind: 'tenant', tenant: { ...made, record: made } });
    for (const row of rows) tally.add({ kind: 'row', ...row });
  }
  for (const user of users) tally.add({ kind: 'user', ...user });
  for (const killSwitch of killSwitches) tally.add({ kind: 'killSwitch', killSwitch });
  for (const workerGroup of workerGroups) tally.add(workerGroup);
  const asTheyAre = Object.entries(summary).filter(([resource]) =>
    ['EXECUTION', 'FILE', 'NAMESPACE_FILE'].includes(resource),
  );
  const restored = { ...tally.summary(), ...Object.fromEntries(asTheyAre) };
  return Object.fromEntries(Object.entries(restored).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
