/** Tenants as commands find and show them. */
import { DoesNotExist, type Tenant } from '@windhover/model';
import { openTenant } from '@windhover/services';
import type { DirectContext } from '../../direct/direct-context.ts';
import { tableLines, type OutputFormat } from '../output-format.ts';

/** Throws `DoesNotExist`. */
export async function tenantById({ deps }: DirectContext, id: string): Promise<Tenant> {
  const tenant = await deps.store.tenants.find(id);
  if (tenant === undefined || tenant.status === 'DELETING') throw new DoesNotExist({ thing: 'Tenant', id });
  return openTenant(deps, tenant);
}

export function printTenants(context: DirectContext, tenants: readonly Tenant[], output: OutputFormat): void {
  const lines = tableLines([['ID', 'NAME', 'STATUS'], ...tenants.map(({ id, name, status }) => [id, name, status])]);
  if (output === 'json') context.print(JSON.stringify(tenants.map(toWire), null, 2));
  else for (const line of lines) context.print(line);
}

/** As the API shows it; what is not asked for stays out: `ACTIVE` is what clients expect. */
export function toWire({ id, name, status, settings }: Tenant): object {
  const { sdkDefaultAuthentication: _never, ...shown } = settings;
  return { id, name, deleted: false, ...shown, ...(status !== 'ACTIVE' && { status }) };
}
