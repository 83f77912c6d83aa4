import type { AuditEntry } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandSuperadmin } from '../identity/demand-superadmin.ts';
import type { Deps } from '../deps.ts';
import { auditEntry } from './audit-entry.ts';

/** Removes the oldest entries, those of before `at`; that some went is an entry itself. Answers how many. */
export async function purgeAuditLog(
  deps: Pick<Deps, 'store' | 'clock' | 'ids'>,
  { audit }: Pick<TenantScope, 'audit'>,
  actor: Actor,
  at: number,
): Promise<number> {
  demandSuperadmin(actor);
  const [oldest] = await audit.chain(0, 1);
  if (oldest === undefined || (JSON.parse(oldest.body) as AuditEntry).at >= at) return 0;
  const before = await audit.head();
  const detail = { before: new Date(at).toISOString() };
  const entry = auditEntry(deps, actor, { type: 'DELETE', resource: 'AUDITLOG', detail });
  await deps.store.write([audit.purgeBefore(at), audit.append(entry)]);
  return ((await audit.head())?.purged ?? 0) - (before?.purged ?? 0);
}
