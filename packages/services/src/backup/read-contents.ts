/** Reads a backup from its beginning to its end: what is not whole is known before anything is written. */
import { BackupNotRestored } from '@windhover/model';
import type { TableRow } from '@windhover/ports';
import { isOfNamespace } from './backed-up-files.ts';
import type { BackedUpTenant, BackupRecord, BackupSummary } from './backup-records.ts';
import { BackupTally } from './backup-tally.ts';

/** All but files and what executions left behind: metadata is restored together, so it must fit into memory. */
export interface BackupContents {
  readonly tenants: readonly TenantContents[];
  readonly users: readonly BackedUpUser[];
  readonly killSwitches: readonly (BackupRecord & { readonly kind: 'killSwitch' })[];
  readonly workerGroups: readonly BackedUpWorkerGroup[];
  readonly summary: BackupSummary;
  /** Whether it holds what executions and triggers left behind. */
  readonly hasHistory: boolean;
}

export interface TenantContents {
  readonly tenant: BackedUpTenant;
  readonly rows: readonly TableRow[];
}

export type BackedUpUser = BackupRecord & { readonly kind: 'user' };
export type BackedUpWorkerGroup = BackupRecord & { readonly kind: 'workerGroup' };

/** Throws {@link BackupNotRestored}. */
export async function readContents(records: AsyncIterable<BackupRecord>): Promise<BackupContents> {
  const tenants: { readonly tenant: BackedUpTenant; readonly rows: TableRow[] }[] = [];
  const users: BackedUpUser[] = [];
  const killSwitches: (BackupRecord & { readonly kind: 'killSwitch' })[] = [];
  const workerGroups: BackedUpWorkerGroup[] = [];
  const tally = new BackupTally();
  let summary: BackupSummary = {};
  let hasHistory = false;
  for await (const record of records) {
    tally.add(record);
    switch (record.kind) {
      case 'tenant':
        tenants.push({ tenant: record.tenant, rows: [] });
        break;
      case 'row':
      case 'history':
      case 'file':
        if (tenants.length === 0) throw notAsSaid();
        hasHistory ||= record.kind === 'history' || (record.kind === 'file' && !isOfNamespace(record.path));
        if (record.kind === 'row') tenants.at(-1)!.rows.push({ table: record.table, row: record.row });
        break;
      case 'user':
        users.push(record);
        break;
      case 'killSwitch':
        killSwitches.push(record);
        break;
      case 'workerGroup':
        workerGroups.push(record);
        break;
      case 'endOfPage':
      case 'bytes':
      case 'endOfFile':
        break;
      case 'end':
        summary = record.summary;
        break;
    }
  }
  if (JSON.stringify(tally.summary()) !== JSON.stringify(summary)) throw notAsSaid();
  return { tenants, users, killSwitches, workerGroups, summary, hasHistory };
}

function notAsSaid(): BackupNotRestored {
  return new BackupNotRestored({ reason: 'the backup is damaged: it does not hold what its end says' });
}
