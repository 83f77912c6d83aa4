import { routes } from '@windhover/contract';
import type { JsonObject, Tenant } from '@windhover/model';
import {
  createTenant,
  deleteTenant,
  getTenant,
  searchTenants,
  setTenantSetting,
  updateTenant,
} from '@windhover/services';
import { instanceRoute } from '../handler.ts';
import { given } from './given.ts';

function tenantJson({ id, name, status, settings }: Tenant) {
  const { sdkDefaultAuthentication: _secret, ...shown } = settings;
  return { id, name, deleted: false, ...(status === 'ACTIVE' ? {} : { status }), ...shown };
}

/** The settings of a body are all that is not the tenant's own. */
function split<Body extends { readonly name: string }>({ name, ...rest }: Body) {
  const { id, ...settings } = rest as Omit<Body, 'name'> & { readonly id?: string };
  return { id, name, settings: settings as JsonObject };
}

function settingOf({ settings }: Tenant, name: string): JsonObject {
  return (settings[name] ?? {}) as JsonObject;
}

function dashboardsOf(tenant: Tenant): JsonObject {
  return (settingOf(tenant, 'settings')['dashboard'] ?? {}) as JsonObject;
}

export const tenantHandlers = [
  instanceRoute(routes.tenants.create, async ({ deps, caller, body }) => {
    const { settings, name } = split(body);
    return tenantJson(await createTenant(deps, caller, { id: body.id, name, settings }));
  }),
  instanceRoute(routes.tenants.search, async ({ deps, caller, query }) => {
    const { results, total } = await searchTenants(deps, caller, query);
    return { results: results.map(tenantJson), total };
  }),
  instanceRoute(routes.tenants.get, async ({ deps, caller, params }) =>
    tenantJson(await getTenant(deps, caller, params.id)),
  ),
  instanceRoute(routes.tenants.update, async ({ deps, caller, params, body }) =>
    tenantJson(await updateTenant(deps, caller, params.id, split(body))),
  ),
  instanceRoute(routes.tenants.getAppsCatalog, async ({ deps, caller, params }) =>
    settingOf(await getTenant(deps, caller, params.id), 'appCatalogConfig'),
  ),
  instanceRoute(routes.tenants.setAppsCatalog, async ({ deps, caller, params, body }) =>
    settingOf(
      await setTenantSetting(deps, caller, params.id, 'appCatalogConfig', given(body) as JsonObject),
      'appCatalogConfig',
    ),
  ),
  instanceRoute(routes.tenants.getDefaultDashboards, async ({ deps, caller, params }) =>
    dashboardsOf(await getTenant(deps, caller, params.id)),
  ),
  instanceRoute(routes.tenants.setDefaultDashboards, async ({ deps, caller, params, body }) => {
    const dashboard = given(body) as JsonObject;
    return dashboardsOf(await setTenantSetting(deps, caller, params.id, 'settings', { dashboard }));
  }),
  instanceRoute(routes.tenants.delete, async ({ deps, caller, params }) => deleteTenant(deps, caller, params.id)),
];
