import type { MyTenant } from '../api/wire.ts';

/** Where `/ui/` leads: the tenant used last if it is still there, else the default tenant, else the first by name. */
export function homeTenant(tenants: readonly MyTenant[], remembered: string | undefined): MyTenant | undefined {
  const last = remembered === undefined ? undefined : tenants.find((tenant) => (tenant.id ?? '') === remembered);
  return last ?? tenants.find((tenant) => tenant.id === undefined) ?? byName(tenants)[0];
}

/** By name, the default tenant first. */
export function byName(tenants: readonly MyTenant[]): readonly MyTenant[] {
  return [...tenants].sort((left, right) => {
    if (left.id === undefined || right.id === undefined)
      return left.id === right.id ? 0 : left.id === undefined ? -1 : 1;
    return nameOf(left).localeCompare(nameOf(right));
  });
}

/** The name shown: a tenant may have an empty one, then its id stands for it. */
export function nameOf(tenant: MyTenant): string {
  return tenant.name === '' ? (tenant.id ?? '') : tenant.name;
}
