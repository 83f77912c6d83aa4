import { BackupNotRestored, RestoreUnfinished, type Role, type Tenant, type TenantAccess } from '@windhover/model';
import { Conflict, UnknownRow, type TableRow, type TenantScope, type WriteOp } from '@windhover/ports';
import { missingRoleWrites } from '../access/admin-writes.ts';
import type { Actor } from '../access/caller.ts';
import { announce, type InstanceChange } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { instanceAudit } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { demandSuperadmin } from '../identity/demand-superadmin.ts';
import { endDeletion } from '../tenants/delete-tenant.ts';
import { sealSettings } from '../tenants/sealed-settings.ts';
import { keyOf } from './backup-key.ts';
import { fromBytes, type BackupRecord, type BackupSummary } from './backup-records.ts';
import { planRestore, type RestorePlan, type RestoreTarget } from './plan-restore.ts';
import { readContents } from './read-contents.ts';
import { restoreFiles } from './restore-files.ts';
import { restoreHistory } from './restore-history.ts';
import { findProgress, forgetProgress, keepProgress, type RestoreProgress } from './restore-progress.ts';
import { checkFile, fromFrames } from './sealed-frames.ts';
import { sealRow } from './sealed-rows.ts';

export interface BackupToRestore {
  /** As it was named, for the audit log. */
  readonly uri: string;
  /** The file from its beginning: it is read several times. */
  read(): AsyncIterable<Uint8Array>;
  /** The one that was given when it was made, or that of its instance; absent: that of this instance. */
  readonly encryptionKey?: string | undefined;
  /** Of a backup of one tenant: its id here; absent: the same. */
  readonly toTenant?: string | undefined;
  /** Only looks. */
  readonly dryRun?: boolean | undefined;
}

export interface RestoredBackup {
  readonly summary: BackupSummary;
  readonly warnings: readonly string[];
}

/**
 * Checks the whole backup, then writes the files of its namespaces, then all other metadata in one commit: whoever looks sees
 * nothing of it or all. A tenant that is made is one that is being deleted until then, so that a crash in between leaves
 * nothing that the next start does not remove. What executions left behind follows page by page; whoever restores the same
 * backup again after that was broken off goes on with it. Throws {@link BackupNotRestored}, what {@link planRestore} throws,
 * or `RestoreUnfinished`.
 */
export async function restoreBackup(deps: Deps, actor: Actor, backup: BackupToRestore): Promise<RestoredBackup> {
  demandSuperadmin(actor);
  const { header, checksum } = await checkFile(backup.read());
  const { encryption, kind } = header;
  const { toTenant } = backup;
  if (kind === 'FULL' && toTenant !== undefined)
    throw new BackupNotRestored({ reason: 'a backup of the whole instance does not go to one tenant' });
  // Somebody who has no key may have put another file in its place
  if (encryption === null && backup.encryptionKey !== undefined)
    throw new BackupNotRestored({
      reason: 'a key was given, and it is not encrypted: leave the key out if that is meant',
    });
  const key =
    encryption === null ? undefined : await keyOf(encryption, backup.encryptionKey, deps.settings.encryptionKey);
  const records = (): AsyncIterable<BackupRecord> => fromBytes(fromFrames(key, backup.read()));
  const contents = await readContents(records());
  const before = await findProgress(deps, { checksum, toTenant });
  if (before !== undefined) {
    if (backup.dryRun !== true) await withHistory(deps, before, records());
    return {
      summary: contents.summary,
      warnings: ['An earlier restore of this backup goes on where it was broken off'],
    };
  }

  const plan = await planRestore(deps, contents, { kind, toTenant });
  const { summary, warnings, keys } = plan;
  if (backup.dryRun === true) return { summary, warnings };
  const progress = { checksum, toTenant, keys, pages: 0 };
  const writes = async (): Promise<readonly WriteOp[]> => [
    ...(await writesOf(deps, actor, plan, backup.uri)),
    ...(contents.hasHistory ? [keepProgress(deps, progress)] : []),
  ];
  await restoreMetadata(deps, plan, { records: records(), writes });
  announce(deps, everything);
  if (contents.hasHistory) await withHistory(deps, progress, records());
  return { summary, warnings };
}

async function restoreMetadata(
  deps: Deps,
  { targets }: RestorePlan,
  { records, writes }: { readonly records: AsyncIterable<BackupRecord>; writes(): Promise<readonly WriteOp[]> },
): Promise<void> {
  const made = targets.map((target) => target.made).filter((tenant) => tenant !== undefined);
  await reserve(deps, made);
  try {
    const undoFiles = await restoreFiles(deps, targets, records);
    deps.crashAt?.('restore.after-files');
    try {
      await deps.store.write(await writes());
    } catch (error) {
      await undoFiles();
      throw error;
    }
  } catch (error) {
    for (const tenant of made) await unreserve(deps, tenant);
    throw toRefusal(error) ?? error;
  }
}

async function withHistory(deps: Deps, progress: RestoreProgress, records: AsyncIterable<BackupRecord>): Promise<void> {
  try {
    await restoreHistory(deps, progress, records);
    await deps.store.write([forgetProgress(deps)]);
  } catch (cause) {
    throw new RestoreUnfinished({ reason: (cause as Error).message }, { cause });
  }
}

/** Whatever is remembered may be another one now. */
const everything: InstanceChange = { kind: 'missed' };

async function reserve({ store }: Deps, tenants: readonly Tenant[]): Promise<void> {
  const reserved = tenants.map((tenant): Tenant => ({ ...tenant, settings: {}, status: 'DELETING', purging: true }));
  await writeOr(
    store,
    reserved.flatMap((tenant) => [store.tenants.insert(tenant), store.tenants.update(tenant)]),
    toRefusal,
  );
}

async function unreserve(deps: Deps, { key }: Tenant): Promise<void> {
  const reserved = await deps.store.tenants.findByKey(key);
  if (reserved?.status === 'DELETING') await endDeletion(deps, reserved);
}

async function writesOf(deps: Deps, actor: Actor, plan: RestorePlan, uri: string): Promise<readonly WriteOp[]> {
  const { store } = deps;
  const ofTargets: WriteOp[] = [];
  for (const target of plan.targets) ofTargets.push(...(await targetWrites(deps, actor, target, uri)));
  const tenants = plan.targets.map(({ tenant }) => tenant.id ?? 'main');
  return [
    ...ofTargets,
    ...plan.users.flatMap(({ user, tokens }) => [
      store.identity.insertUser(user),
      ...tokens.map((token) => store.identity.insertToken(token)),
    ]),
    ...plan.killSwitches.map((killSwitch) => store.killSwitches.insert(killSwitch)),
    ...plan.workerGroups.flatMap(({ group, tokens }) => [
      store.workerGroups.insert(group),
      ...tokens.map((token) => store.workerGroups.insertToken(token)),
    ]),
    instanceAudit(deps, actor, { type: 'CREATE', resource: 'BACKUP', detail: { restored: uri, tenants } }),
    store.announce(everything),
  ];
}

async function targetWrites(
  deps: Deps,
  actor: Actor,
  { tenant, made, rows }: RestoreTarget,
  uri: string,
): Promise<readonly WriteOp[]> {
  const { store } = deps;
  const scope = store.scope(tenant.key);
  const writes: WriteOp[] = [...(await missingRoleWrites(scope, tenant.id))];
  for (const row of rows) writes.push(rowWrite(scope, await sealRow(deps, tenant.key, row)));
  const entry = auditEntry(deps, actor, {
    type: made === undefined ? 'UPDATE' : 'CREATE',
    resource: 'TENANT',
    detail: { id: tenant.id ?? 'main', restored: uri },
  });
  writes.push(scope.audit.append(entry));
  if (made === undefined) return writes;
  const settings = await sealSettings(deps, made.key, made.settings);
  return [...writes, store.tenants.update({ ...made, settings })];
}

/** Who may enter already goes on to, and roles that come with what they are for are the same in every tenant. */
function rowWrite({ access, backup }: TenantScope, entry: TableRow): WriteOp {
  if (entry.table === 'tenant_access') {
    const { user_id: userId, origin, created_at: createdAt } = entry.row;
    return access.grantAccess({
      userId: String(userId),
      origin: origin as TenantAccess['origin'],
      createdAt: Number(createdAt),
    });
  }
  const role = entry.table === 'roles' ? (JSON.parse(String(entry.row['body'])) as Role) : undefined;
  return role?.isManaged === true ? access.putRole(role) : backup.insert(entry);
}

function toRefusal(error: unknown): Error | undefined {
  if (error instanceof Conflict)
    return new BackupNotRestored({ reason: `${error.thing} '${error.id}' is there already` }, { cause: error });
  if (error instanceof UnknownRow)
    return new BackupNotRestored(
      { reason: `the backup does not fit this version: ${error.message}` },
      { cause: error },
    );
  return undefined;
}
