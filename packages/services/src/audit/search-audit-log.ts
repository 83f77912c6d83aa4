import type { AuditEntry, Paged, PageRequest, QueryFilter, User } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';

/** A page of the tenant's audit log, newest first, with the users who acted as far as they still exist. */
export async function searchAuditLog(
  deps: Pick<Deps, 'store'>,
  scope: TenantScope,
  { filters, page }: { readonly filters: readonly QueryFilter[]; readonly page: PageRequest },
): Promise<Paged<{ readonly entry: AuditEntry; readonly user: User | undefined }>> {
  const found = await scope.audit.search(filters, page);
  const ids = new Set(found.results.flatMap(({ userId }) => (userId === undefined ? [] : [userId])));
  const users = new Map(
    await Promise.all([...ids].map(async (id) => [id, await deps.store.identity.findUser(id)] as const)),
  );
  return {
    total: found.total,
    results: found.results.map((entry) => ({
      entry,
      user: entry.userId === undefined ? undefined : users.get(entry.userId),
    })),
  };
}
