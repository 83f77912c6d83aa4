import { routes } from '@windhover/contract';
import type { JsonObject, Suspension, Tenant } from '@windhover/model';
import {
  adoptTenant,
  createTenant,
  defaultDashboardsOf,
  deleteTenantLogo,
  deleteTenant,
  getTenant,
  listRetained,
  maxLogoBytes,
  openSettings,
  purgeRetained,
  resumeTenant,
  searchTenants,
  setCatalogLogo,
  setTenantLogo,
  setTenantSetting,
  suspendTenant,
  updateTenant,
  type Deps,
} from '@windhover/services';
import { answer, instanceRoute } from '../handler.ts';
import { given } from './given.ts';
import { toIso } from './to-token-json.ts';
import { uploadedFile } from './uploaded-file.ts';

async function tenantJson(deps: Deps, { id, key, name, status, suspension, settings }: Tenant) {
  const { sdkDefaultAuthentication: _secret, ...shown } = await openSettings(deps, { key, settings });
  return {
    id,
    name,
    deleted: false,
    ...(status === 'ACTIVE' ? {} : { status }),
    ...(suspension === undefined ? {} : { suspension: suspensionJson(suspension) }),
    ...shown,
  };
}

function suspensionJson({ at, reason, running }: Suspension) {
  return { at: toIso(at), running, ...(reason === undefined ? {} : { reason }) };
}

/** The settings of a body are all that is not the tenant's own. */
function split<Body extends { readonly name: string }>({ name, ...rest }: Body) {
  const { id, ...settings } = rest as Omit<Body, 'name'> & { readonly id?: string };
  return { id, name, settings: settings as JsonObject };
}

function settingOf({ settings }: Tenant, name: string): JsonObject {
  return (settings[name] ?? {}) as JsonObject;
}

export const tenantHandlers = [
  instanceRoute(routes.tenants.create, async ({ deps, caller, query, body }) => {
    const { settings, name } = split(body);
    const input = { id: body.id, name, settings };
    return tenantJson(
      deps,
      await (query.adopt === undefined
        ? createTenant(deps, caller, input)
        : adoptTenant(deps, caller, input, query.adopt)),
    );
  }),
  instanceRoute(routes.tenants.search, async ({ deps, caller, query }) => {
    const { results, total } = await searchTenants(deps, caller, query);
    return { results: await Promise.all(results.map((tenant) => tenantJson(deps, tenant))), total };
  }),
  instanceRoute(routes.tenants.get, async ({ deps, caller, params }) =>
    tenantJson(deps, await getTenant(deps, caller, params.id)),
  ),
  instanceRoute(routes.tenants.update, async ({ deps, caller, params, body }) =>
    tenantJson(deps, await updateTenant(deps, caller, params.id, split(body))),
  ),
  instanceRoute(routes.tenants.setLogo, async ({ deps, caller, params, body }) =>
    tenantJson(deps, await setTenantLogo(deps, caller, params.id, await uploadedFile(body, 'logo', maxLogoBytes))),
  ),
  instanceRoute(routes.tenants.deleteLogo, async ({ deps, caller, params }) =>
    tenantJson(deps, await deleteTenantLogo(deps, caller, params.id)),
  ),
  instanceRoute(routes.tenants.getAppsCatalog, async ({ deps, caller, params }) =>
    settingOf(await getTenant(deps, caller, params.id), 'appCatalogConfig'),
  ),
  instanceRoute(routes.tenants.setAppsCatalog, async ({ deps, caller, params, body }) => {
    // The picture has operations of its own
    const { logo } = settingOf(await getTenant(deps, caller, params.id), 'appCatalogConfig');
    const catalog = { ...given(body), ...(logo !== undefined && { logo }) } as JsonObject;
    return settingOf(await setTenantSetting(deps, caller, params.id, 'appCatalogConfig', catalog), 'appCatalogConfig');
  }),
  instanceRoute(routes.tenants.setAppsCatalogLogo, async ({ deps, caller, params, body }) => {
    const picture = await uploadedFile(body, 'logo', maxLogoBytes);
    return settingOf(await setCatalogLogo(deps, caller, params.id, picture), 'appCatalogConfig');
  }),
  instanceRoute(routes.tenants.deleteAppsCatalogLogo, async ({ deps, caller, params }) => {
    const { logo: _logo, ...catalog } = settingOf(await getTenant(deps, caller, params.id), 'appCatalogConfig');
    await setTenantSetting(deps, caller, params.id, 'appCatalogConfig', catalog);
  }),
  instanceRoute(routes.tenants.getDefaultDashboards, async ({ deps, caller, params }) =>
    defaultDashboardsOf(await getTenant(deps, caller, params.id)),
  ),
  instanceRoute(routes.tenants.setDefaultDashboards, async ({ deps, caller, params, body }) => {
    const dashboard = given(body) as JsonObject;
    return defaultDashboardsOf(await setTenantSetting(deps, caller, params.id, 'settings', { dashboard }));
  }),
  instanceRoute(routes.tenants.delete, async ({ deps, caller, params, query }) => {
    const report = await deleteTenant(deps, caller, params.id, query);
    return query.purge === true ? answer(200, { ...report }) : undefined;
  }),
  instanceRoute(routes.tenants.listRetained, async ({ deps, caller }) =>
    (await listRetained(deps, caller)).map(({ tenant: { key, id, name, createdAt }, state, executions }) => ({
      key,
      id,
      name,
      status: state,
      createdAt: toIso(createdAt),
      executions,
    })),
  ),
  instanceRoute(routes.tenants.purgeRetained, async ({ deps, caller, params }) =>
    purgeRetained(deps, caller, params.key),
  ),
  instanceRoute(routes.tenants.suspend, async ({ deps, caller, params, body }) =>
    tenantJson(deps, await suspendTenant(deps, caller, params.id, given(body ?? {}))),
  ),
  instanceRoute(routes.tenants.resume, async ({ deps, caller, params, body }) =>
    tenantJson(deps, await resumeTenant(deps, caller, params.id, given(body ?? {}))),
  ),
];
