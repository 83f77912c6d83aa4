import {
  NotFound,
  resources,
  type AuditEntry,
  type Paged,
  type PageRequest,
  type QueryFilter,
  type TenantKey,
  type User,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { can } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';

export interface Query {
  readonly filters: readonly QueryFilter[];
  readonly page: PageRequest;
}

export interface AuditItem {
  /** Undefined for the default tenant and for the instance. */
  readonly tenantId: string | undefined;
  readonly entry: AuditEntry;
  /** Who acted, as far as they still exist. */
  readonly user: User | undefined;
}

type AuditDeps = Pick<Deps, 'store'>;

/** A page of the tenant's audit log, newest first unless sorted otherwise. */
export async function searchAuditLog(
  deps: AuditDeps,
  scope: TenantScope,
  { filters, page }: Query,
): Promise<Paged<AuditItem>> {
  const { results, total } = await scope.audit.search(filters, page);
  return {
    total,
    results: await withUsers(
      deps,
      results.map((entry) => ({ key: scope.key, entry })),
    ),
  };
}

/** A page of the logs of all tenants and of the instance, newest first unless sorted otherwise. For superadmins. */
export async function searchAllAuditLogs(deps: AuditDeps, { filters, page }: Query): Promise<Paged<AuditItem>> {
  const { results, total } = await deps.store.audit.search(filters, page);
  return { total, results: await withUsers(deps, results) };
}

/** The newest entry of the resource with these details. Throws `NotFound`. */
export async function findAuditEntry(
  deps: AuditDeps,
  scope: TenantScope,
  wanted: {
    readonly resource?: string | undefined;
    readonly type?: string | undefined;
    readonly detail?: Readonly<Record<string, string>> | undefined;
  },
): Promise<AuditItem> {
  const { resource, type, detail } = wanted;
  const filters: QueryFilter[] = [
    ...(resource === undefined ? [] : [{ field: 'resources', operation: 'EQUALS', value: resource } as const]),
    ...(type === undefined ? [] : [{ field: 'type', operation: 'EQUALS', value: type } as const]),
    ...(detail === undefined ? [] : [{ field: 'details', operation: 'EQUALS', value: detail } as const]),
  ];
  const { results } = await searchAuditLog(deps, scope, { filters, page: { page: 1, size: 1, sort: [] } });
  if (results[0] === undefined) throw new NotFound({ thing: 'audit entry' });
  return results[0];
}

const longestHistory = 1_000;

/** What was done to one thing, newest first, as far as the caller may see things of its kind. */
export async function auditHistory(
  deps: AuditDeps,
  scope: TenantScope,
  actor: Actor,
  detailId: string,
): Promise<readonly AuditItem[]> {
  const entries = (await scope.audit.history(detailId, longestHistory)).filter((entry) => maySee(actor, entry));
  return withUsers(
    deps,
    entries.map((entry) => ({ key: scope.key, entry })),
  );
}

export interface AuditDiff {
  readonly before?: string;
  readonly after?: string;
}

/** The texts before and after a change; with `previousId` from what an earlier change left. Throws `NotFound`. */
export async function auditDiff(
  { audit }: Pick<TenantScope, 'audit'>,
  actor: Actor,
  id: string,
  previousId?: string,
): Promise<AuditDiff> {
  const load = async (entryId: string): Promise<AuditEntry> => {
    const entry = await audit.find(entryId);
    if (entry === undefined || !maySee(actor, entry)) throw new NotFound({ thing: 'audit entry' });
    return entry;
  };
  return toDiff(await load(id), previousId === undefined ? undefined : await load(previousId));
}

/** As {@link auditDiff}, over all logs. For superadmins. */
export async function auditDiffAnywhere({ store }: AuditDeps, id: string, previousId?: string): Promise<AuditDiff> {
  const load = async (entryId: string): Promise<AuditEntry> => {
    const found = await store.audit.find(entryId);
    if (found === undefined) throw new NotFound({ thing: 'audit entry' });
    return found.entry;
  };
  return toDiff(await load(id), previousId === undefined ? undefined : await load(previousId));
}

function toDiff({ before, after }: AuditEntry, previous: AuditEntry | undefined): AuditDiff {
  const from = previous === undefined ? before : previous.after;
  return { ...(from === undefined ? {} : { before: from }), ...(after === undefined ? {} : { after }) };
}

/** Who may not look at a thing learns nothing of its content here. Kinds that no role names are the log's own. */
function maySee(actor: Actor, { resource, detail }: AuditEntry): boolean {
  if (!resources.has(resource) || resources.get(resource)!.scope === 'instance') return true;
  const namespace = detail['namespace'];
  return can(actor, `${resource}:VIEW`, typeof namespace === 'string' ? namespace : undefined);
}

async function withUsers(
  { store }: AuditDeps,
  found: readonly { readonly key: TenantKey; readonly entry: AuditEntry }[],
): Promise<readonly AuditItem[]> {
  const ids = new Set(found.flatMap(({ entry: { userId } }) => (userId === undefined ? [] : [userId])));
  const users = new Map(
    await Promise.all([...ids].map(async (id) => [id, await store.identity.findUser(id)] as const)),
  );
  return found.map(({ key, entry }) => ({
    tenantId: store.tenantKeys.idOf(key),
    entry,
    user: entry.userId === undefined ? undefined : users.get(entry.userId),
  }));
}
