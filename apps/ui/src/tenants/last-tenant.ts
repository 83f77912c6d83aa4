/** The tenant that this browser used last. Only `/ui/` asks for it: an address that names a tenant always wins. */
const key = 'windhover.lastTenant';

export function rememberTenant(tenant: string | undefined): void {
  localStorage.setItem(key, tenant ?? '');
}

/** Undefined when none is remembered; `''` stands for the default tenant. */
export function rememberedTenant(): string | undefined {
  return localStorage.getItem(key) ?? undefined;
}
