import { DoesNotExist, IllegalArgument, type TenantRef } from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import { instanceAudit } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { uriOfPath } from '../executions/storage-paths.ts';
import { demandSuperadmin } from '../identity/demand-superadmin.ts';
import { findTenantById } from '../tenants/accessible-tenants.ts';
import {
  backedUpResources,
  instanceContents,
  tenantContents,
  type BackedUpResource,
  type ContentOptions,
} from './backup-contents.ts';
import { backupFormat, type BackupKind } from './backup-header.ts';
import { newBackupKey, type KeyChoice } from './backup-key.ts';
import { toBytes, type BackupRecord, type BackupSummary } from './backup-records.ts';
import { backupFiles, newBackupPath } from './backup-store-place.ts';
import { toFrames } from './sealed-frames.ts';

export interface NewBackup {
  readonly kind: BackupKind;
  /** Of a backup of a tenant; absent: the default tenant. */
  readonly tenantId?: string | undefined;
  readonly key: KeyChoice;
  /** Kinds of things; absent: all. */
  readonly resources?: readonly string[] | undefined;
  /** Whether it holds executions that have ended, their logs, metrics and files, and lines of triggers. */
  readonly includeData?: boolean | undefined;
}

export interface CreatedBackup {
  readonly uri: string;
  readonly summary: BackupSummary;
  /** What it does not hold, and why. */
  readonly warnings: readonly string[];
}

/**
 * Writes what a tenant or the whole instance has to internal storage, metadata unless more is asked for. Others may go on changing it: each thing is read
 * with all that hangs on it at one instant, but not all things at the same one. Throws `DoesNotExist` for the tenant and
 * `IllegalArgument` for an unknown kind of thing.
 */
export async function createBackup(
  deps: Deps,
  actor: Actor,
  { kind, tenantId, key: choice, resources, includeData = false }: NewBackup,
): Promise<CreatedBackup> {
  demandSuperadmin(actor);
  const warnings: string[] = [];
  const options: ContentOptions = {
    isEncrypted: choice !== 'none',
    resources: new Set(resources === undefined ? backedUpResources : resources.map(toResource)),
    includesHistory: includeData,
    warn: (message) => void warnings.push(message),
  };
  const tenant = kind === 'TENANT' ? await namedTenant(deps, tenantId ?? 'main') : undefined;
  const { encryption, key } = await newBackupKey(choice, deps.settings.encryptionKey);
  const now = deps.clock.now();
  const header = { windhoverBackup: backupFormat, kind, createdAt: new Date(now).toISOString(), encryption } as const;
  const files = await backupFiles(deps);
  const path = await newBackupPath(files, tenant && (tenant.id ?? 'main'), now);
  let summary: BackupSummary = {};
  const records = tenant === undefined ? instanceContents(deps, options) : tenantContents(deps, tenant, options);
  await files.put(path, toFrames(header, key, toBytes(noted(records, (end) => (summary = end)))));
  const uri = uriOfPath(path);
  const detail = { uri, kind, ...(tenant?.id !== undefined && { tenantId: tenant.id }), encrypted: choice !== 'none' };
  await deps.store.write([instanceAudit(deps, actor, { type: 'CREATE', resource: 'BACKUP', detail })]);
  return { uri, summary, warnings };
}

async function namedTenant(deps: Deps, id: string): Promise<TenantRef> {
  const tenant = await findTenantById(deps, id);
  if (tenant === undefined) throw new DoesNotExist({ thing: 'Tenant', id });
  return tenant;
}

function toResource(name: string): BackedUpResource {
  const known = backedUpResources.find((resource) => resource === name);
  if (known === undefined)
    throw new IllegalArgument({ reason: `'${name}' is none of the resources ${backedUpResources.join(', ')}` });
  return known;
}

async function* noted(
  records: AsyncIterable<BackupRecord>,
  ended: (summary: BackupSummary) => void,
): AsyncGenerator<BackupRecord> {
  for await (const record of records) {
    if (record.kind === 'end') ended(record.summary);
    yield record;
  }
}
