/**
 * Words that no tenant id may be, because `/api/v1/{x}/…`, `/ui/{x}/…` and the storage root must stay unambiguous. The
 * first two lists also decide how a request path is read. `main` is not among them: clients use it by default.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** First segments of instance-level routes. */
export const instanceRouteNames: ReadonlySet<string> = new Set(
  words(`auditlogs auths banners cluster clusters configs forgotten-password instance invitation kill-switches license
    license-info login logout main-tenant-flows me notifications oauth openapi pebble plugins request-code reset-password
    service-accounts setup tenants users validate-password`),
);

/** First segments of tenant-level routes. */
export const tenantRouteNames: ReadonlySet<string> = new Set(
  words(`acls ai apps assets bindings blueprints concurrency-limit credentials dashboards dependencies executions expressions
    flows groups integrations invitations kv limits logs mcp metrics namespaces outputs policies quota-limits reusable-inputs
    roles secrets security-integrations stats support taskruns templates tenant-access tests triggers usages worker-selectors`),
);

const others = words(`import retained search
  api backups default docs errors health null settings static swagger ui undefined welcome`);

const reserved: ReadonlySet<string> = new Set([...instanceRouteNames, ...tenantRouteNames, ...others]);

/** Whether a word is refused as a tenant id. */
export function isReservedTenantId(id: string): boolean {
  return reserved.has(id);
}
