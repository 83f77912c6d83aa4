import { NotFound, type Paged, type PageRequest, type QueryFilter, type Tenant } from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import { demand, demandAny } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';

/** Throws `NotFound`; a tenant that is being deleted is gone. */
export async function getTenant(deps: Pick<Deps, 'store'>, actor: Actor, id: string): Promise<Tenant> {
  demand(actor, 'TENANT:VIEW');
  return existingTenant(deps, id);
}

/** Tenants by id, a page of them. */
export async function searchTenants(
  deps: Pick<Deps, 'store'>,
  actor: Actor,
  { filters, page }: { readonly filters: readonly QueryFilter[]; readonly page: PageRequest },
): Promise<Paged<Tenant>> {
  demandAny(actor, ['TENANT:LIST', 'TENANT:VIEW']);
  return deps.store.tenants.search(filters, page);
}

/** For the use cases of this folder, which have asked for their permission. */
export async function existingTenant(deps: Pick<Deps, 'store'>, id: string): Promise<Tenant> {
  const tenant = await deps.store.tenants.find(id);
  if (tenant === undefined || tenant.status === 'DELETING') throw new NotFound({ thing: 'tenant' });
  return tenant;
}
