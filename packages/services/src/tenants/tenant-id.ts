import { InvalidEntity, isReservedTenantId, tenantIdPattern, type TenantKey } from '@windhover/model';

const maxLength = 100;

/** Throws {@link InvalidEntity} that says which rule the id breaks. */
export function checkTenantId(id: string): void {
  const reason = problemOf(id);
  if (reason !== undefined)
    throw new InvalidEntity({ reason: `id: ${reason}` }, { problems: [{ message: reason, path: 'id' }] });
}

function problemOf(id: string): string | undefined {
  if (!tenantIdPattern.test(id)) return `must match "${tenantIdPattern.source}"`;
  if (id.length > maxLength) return `must have at most ${maxLength} characters`;
  if (isReservedTenantId(id)) return `'${id}' is a reserved tenant identifier`;
  return undefined;
}

/** The key of a new tenant: the id, or `<id>~2` … when earlier tenants of that id left data behind. */
export function nextTenantKey(id: string, used: readonly TenantKey[]): TenantKey {
  // One that took over the default tenant has a key that does not begin with its id
  const own = used.filter((key) => key === id || key.startsWith(`${id}~`));
  const numbers = own.map((key) => Number(key.slice(id.length + 1) || 1));
  const next = Math.max(0, ...numbers) + 1;
  return (next === 1 ? id : `${id}~${next}`) as TenantKey;
}
