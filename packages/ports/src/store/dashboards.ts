import type { Paged, PageRequest, QueryFilter, StoredDashboard } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** Dashboards of one tenant. */
export interface DashboardStore {
  find(id: string): Promise<StoredDashboard | undefined>;
  /** Filters: `q` (id or title contains). Sort: `title` (default), `id`, `created`, `updated`. */
  search(filters: readonly QueryFilter[], page: PageRequest): Promise<Paged<StoredDashboard>>;
  /** `Conflict('Dashboard', id)` when the id is in use. */
  insert(dashboard: StoredDashboard): WriteOp;
  /** `Conflict('Dashboard', id)` unless it is as it was last read: updated at `readAt`. */
  replace(dashboard: StoredDashboard, readAt: number): WriteOp;
  /** `Conflict('Dashboard', id)` when there is none. */
  delete(id: string): WriteOp;
}
