/** Dashboards of a tenant: sources that name charts. They belong to no namespace; what their charts show does. */
import {
  errorsText,
  InvalidEntity,
  NotFound,
  parseDashboard,
  type ErrorProblem,
  type JsonObject,
  type Paged,
  type PageRequest,
  type QueryFilter,
  type StoredDashboard,
} from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { userIdOf, type Actor } from '../access/caller.ts';
import { writeOr } from '../access/on-conflict.ts';
import { demand } from '../access/permissions.ts';
import { auditEntry, type Audited } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { withoutLosing } from '../flows/save-flow.ts';

/** Throws `NotFound`. */
export async function getDashboard(scope: TenantScope, actor: Actor, id: string): Promise<StoredDashboard> {
  demand(actor, 'DASHBOARD:VIEW');
  return existing(scope, id);
}

/** Filters and sort fields as `DashboardStore.search` has them. */
export async function searchDashboards(
  scope: TenantScope,
  actor: Actor,
  filters: readonly QueryFilter[],
  page: PageRequest,
): Promise<Paged<StoredDashboard>> {
  demand(actor, 'DASHBOARD:LIST');
  return scope.dashboards.search(filters, page);
}

/**
 * Stores a new dashboard, under a generated id where its source names none. Throws `InvalidEntity` for a source that is not
 * valid and for an id that exists.
 */
export async function createDashboard(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  source: string,
): Promise<StoredDashboard> {
  demand(actor, 'DASHBOARD:CREATE');
  const { id = deps.ids.next(), title, document } = checked(source);
  const now = deps.clock.now();
  const createdBy = userIdOf(actor);
  const dashboard: StoredDashboard = {
    id,
    title,
    source,
    document,
    createdAt: now,
    updatedAt: now,
    ...(createdBy !== undefined && { createdBy }),
  };
  const audited: Audited = { type: 'CREATE', resource: 'DASHBOARD', detail: { id }, after: source };
  await writeOr(deps.store, audit(deps, scope, actor, scope.dashboards.insert(dashboard), audited), ({ thing }) =>
    thing === 'Dashboard' ? wrongId('Dashboard id already exists') : undefined,
  );
  return dashboard;
}

/**
 * A source that is the same as before is no change; one that names no id keeps it. Throws `NotFound`, and `InvalidEntity` for
 * a source that is not valid or names another dashboard.
 */
export async function updateDashboard(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  id: string,
  source: string,
): Promise<StoredDashboard> {
  demand(actor, 'DASHBOARD:UPDATE');
  return withoutLosing(async () => {
    const before = await existing(scope, id);
    const { id: named = id, title, document } = checked(source);
    if (named !== id) throw wrongId('Illegal dashboard id update');
    if (source === before.source) return before;
    // Of two changes within a millisecond the second must differ from what the first one left
    const updatedAt = Math.max(deps.clock.now(), before.updatedAt + 1);
    const after = { ...before, title, source, document, updatedAt };
    const change = scope.dashboards.replace(after, before.updatedAt);
    const audited: Audited = {
      type: 'UPDATE',
      resource: 'DASHBOARD',
      detail: { id },
      before: before.source,
      after: source,
    };
    await deps.store.write(audit(deps, scope, actor, change, audited));
    return after;
  });
}

/** Throws `NotFound`. */
export async function deleteDashboard(deps: Deps, scope: TenantScope, actor: Actor, id: string): Promise<void> {
  demand(actor, 'DASHBOARD:DELETE');
  await withoutLosing(async () => {
    const { source } = await existing(scope, id);
    const audited: Audited = { type: 'DELETE', resource: 'DASHBOARD', detail: { id }, before: source };
    await deps.store.write(audit(deps, scope, actor, scope.dashboards.delete(id), audited));
  });
}

async function existing(scope: TenantScope, id: string): Promise<StoredDashboard> {
  const found = await scope.dashboards.find(id);
  if (found === undefined) throw new NotFound({ thing: `dashboard '${id}'` });
  return found;
}

interface Checked {
  readonly id?: string;
  readonly title: string;
  readonly document: JsonObject;
}

/** Throws `InvalidEntity` with all problems. */
function checked(source: string): Checked {
  const { dashboard, document, problems } = parseDashboard(source);
  if (dashboard !== undefined && document !== undefined) return { ...dashboard, document };
  const errors = problems.filter(({ severity }) => severity === 'error');
  throw new InvalidEntity(
    { reason: `Invalid Dashboard: ${errorsText(errors) ?? 'it cannot be read'}` },
    { problems: errors.map(({ message, path, line, column }): ErrorProblem => ({ message, path, line, column })) },
  );
}

function wrongId(message: string): InvalidEntity {
  return new InvalidEntity({ reason: `id: ${message}` }, { problems: [{ path: 'id', message }] });
}

function audit(deps: Deps, scope: TenantScope, actor: Actor, change: WriteOp, audited: Audited): readonly WriteOp[] {
  return [change, scope.audit.append(auditEntry(deps, actor, audited))];
}
