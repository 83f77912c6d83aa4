/**
 * Where the application is mounted. The server may sit below a context path, which is found from the address of
 * this module: everything of the application lives under `<context path>/ui/`.
 */
function contextPathOf(moduleUrl: string): string {
  const { pathname } = new URL(moduleUrl);
  const end = Math.max(pathname.indexOf('/ui/assets/'), pathname.indexOf('/ui/src/'));
  return end < 0 ? '' : pathname.slice(0, end);
}

export const contextPath: string = contextPathOf(import.meta.url);
export const uiPath: string = `${contextPath}/ui`;
export const apiPath: string = `${contextPath}/api/v1`;

/** Path below `/api/v1` of a route that belongs to a tenant; the default tenant has no segment. */
export function tenantPath(tenant: string | undefined, path: string): string {
  return tenant === undefined ? path : `/${encodeURIComponent(tenant)}${path}`;
}
