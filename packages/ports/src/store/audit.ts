import type { AuditEntry, Paged, PageRequest, QueryFilter } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** The tenant's audit log: append-only, newest first. */
export interface AuditStore {
  append(entry: AuditEntry): WriteOp;
  /** Filters: `userId`, `type`, `resources`, `startDate`, `endDate`, `namespace`, `id`. */
  search(filters: readonly QueryFilter[], page: PageRequest): Promise<Paged<AuditEntry>>;
}
