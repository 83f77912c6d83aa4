import { z } from 'zod';
import { formSchema } from './form.ts';
import { pathParameters } from './path-parameters.ts';
import { permission } from './permission.ts';
import { emptyOk } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';
import {
  defaultDashboardsSchema,
  deletionReportSchema,
  retainedTenantSchema,
  tenantBodySchema,
  tenantSchema,
} from './tenant-shapes.ts';

const appsCatalog = z.object({
  title: z.string().nullish(),
  titleColor: z.string().nullish(),
  primaryColor: z.string().nullish(),
  backgroundColor: z.string().nullish(),
  tileColor: z.string().nullish(),
  buttonTextColor: z.string().nullish(),
});
/** `logo` is a picture as a data address. */
const shownCatalog = appsCatalog.extend({ logo: z.string().optional() });
const mayRead = permission('TENANT:VIEW');
const mayWrite = permission('TENANT:UPDATE');
const base = { tag: 'Tenants', level: 'instance' } as const;
const retained = { ...base, access: { kind: 'superadmin' } } as const;
const ofTenant = { ...base, ...pathParameters({ id: 'tenantId' }) } as const;
const tenant = { status: 200, kind: 'json', schema: tenantSchema } as const;

export const tenantRoutes = {
  create: defineRoute({
    ...base,
    operationId: 'createTenant',
    makes: 'at-once',
    summary: 'Create a tenant; the caller becomes its Admin',
    method: 'POST',
    path: '/tenants',
    access: permission('TENANT:CREATE'),
    query: z.object({ adopt: z.string().optional() }),
    body: { kind: 'json', schema: tenantBodySchema },
    reply: tenant,
    errors: [409],
  }),
  search: defineRoute({
    ...base,
    operationId: 'searchTenants',
    summary: 'Find tenants',
    method: 'GET',
    path: '/tenants/search',
    access: permission('TENANT:LIST', 'TENANT:VIEW'),
    query: searchQuery({ fields: ['q', 'id', 'name'], sort: ['id', 'name'] }),
    reply: { status: 200, kind: 'json', schema: paged(tenantSchema) },
  }),
  get: defineRoute({
    ...ofTenant,
    operationId: 'getTenant',
    summary: 'Read a tenant',
    method: 'GET',
    path: '/tenants/{id}',
    access: mayRead,
    reply: tenant,
  }),
  update: defineRoute({
    ...ofTenant,
    operationId: 'updateTenant',
    summary: 'Replace name and settings of a tenant; what is absent is reset',
    method: 'PUT',
    path: '/tenants/{id}',
    access: mayWrite,
    body: { kind: 'json', schema: tenantBodySchema.partial({ id: true }) },
    reply: tenant,
  }),
  setLogo: defineRoute({
    ...ofTenant,
    operationId: 'setLogo',
    summary: 'Give a tenant a picture, sent as the part `logo`: PNG, JPEG, GIF or WebP of at most 64 KiB',
    method: 'POST',
    path: '/tenants/{id}/logo',
    access: mayWrite,
    body: { kind: 'multipart', schema: formSchema },
    reply: tenant,
  }),
  deleteLogo: defineRoute({
    ...ofTenant,
    operationId: 'deleteLogo',
    summary: 'Remove the picture of a tenant, if it has one',
    method: 'DELETE',
    path: '/tenants/{id}/logo',
    access: mayWrite,
    reply: tenant,
  }),
  delete: defineRoute({
    ...ofTenant,
    operationId: 'deleteTenant',
    summary:
      'Delete a tenant; executions and logs are retained under a key that no later tenant gets, or purged: then the reply is 200 with a report',
    method: 'DELETE',
    path: '/tenants/{id}',
    access: permission('TENANT:DELETE'),
    query: z.object({ purge: z.stringbool().optional() }),
    reply: { status: 204, kind: 'json', schema: deletionReportSchema.optional() },
  }),
  listRetained: defineRoute({
    ...retained,
    operationId: 'listRetainedTenants',
    summary: 'Tenants that were deleted and whose data is kept, or whose deletion is under way',
    method: 'GET',
    path: '/tenants/retained',
    reply: { status: 200, kind: 'json', schema: z.array(retainedTenantSchema) },
  }),
  purgeRetained: defineRoute({
    ...retained,
    operationId: 'purgeRetainedTenant',
    summary: 'Remove for good what was kept of a deleted tenant',
    method: 'DELETE',
    path: '/tenants/retained/{key}',
    ...pathParameters({ key: 'word' }),
    reply: { status: 200, kind: 'json', schema: deletionReportSchema },
  }),
  suspend: defineRoute({
    ...ofTenant,
    operationId: 'suspendTenant',
    summary: 'Let nothing start and nobody act in a tenant until it is resumed',
    method: 'POST',
    path: '/tenants/{id}/suspend',
    access: { kind: 'superadmin' },
    body: {
      kind: 'json',
      schema: z.object({
        reason: z.string().nullish(),
        /** What becomes of executions that run. Default FINISH. */
        running: z.enum(['FINISH', 'PAUSE', 'KILL']).nullish(),
      }),
      optional: true,
    },
    reply: tenant,
    errors: [409],
  }),
  resume: defineRoute({
    ...ofTenant,
    operationId: 'resumeTenant',
    summary: 'End the suspension of a tenant',
    method: 'POST',
    path: '/tenants/{id}/resume',
    access: { kind: 'superadmin' },
    body: {
      kind: 'json',
      schema: z.object({
        /** Dates of schedules that passed meanwhile. Default NONE. */
        missedSchedules: z.enum(['ALL', 'LAST', 'NONE']).nullish(),
      }),
      optional: true,
    },
    reply: tenant,
    errors: [409],
  }),
  getAppsCatalog: defineRoute({
    ...ofTenant,
    operationId: 'getAppsCatalogConfig',
    summary: 'Look of the apps catalogue',
    method: 'GET',
    path: '/tenants/{id}/apps-catalog',
    access: mayRead,
    reply: { status: 200, kind: 'json', schema: shownCatalog },
  }),
  setAppsCatalog: defineRoute({
    ...ofTenant,
    operationId: 'setAppsCatalogConfig',
    summary: 'Set the look of the apps catalogue',
    method: 'POST',
    path: '/tenants/{id}/apps-catalog',
    access: mayWrite,
    body: { kind: 'json', schema: appsCatalog },
    reply: { status: 200, kind: 'json', schema: shownCatalog },
  }),
  setAppsCatalogLogo: defineRoute({
    ...ofTenant,
    operationId: 'setAppsCatalogLogo',
    summary: 'Give the catalogue of apps a picture, sent as the part `logo`, as that of a tenant',
    method: 'POST',
    path: '/tenants/{id}/apps-catalog/logo',
    access: mayWrite,
    body: { kind: 'multipart', schema: formSchema },
    reply: { status: 200, kind: 'json', schema: shownCatalog },
  }),
  deleteAppsCatalogLogo: defineRoute({
    ...ofTenant,
    operationId: 'deleteAppsCatalogLogo',
    summary: 'Remove the logo of the catalogue of apps, if it has one',
    method: 'DELETE',
    path: '/tenants/{id}/apps-catalog/logo',
    access: mayWrite,
    reply: emptyOk,
  }),
  getDefaultDashboards: defineRoute({
    ...ofTenant,
    operationId: 'getDefaultDashboards',
    summary: "The tenant's default dashboards",
    method: 'GET',
    path: '/tenants/{id}/settings/default-dashboards',
    access: mayRead,
    reply: { status: 200, kind: 'json', schema: defaultDashboardsSchema },
  }),
  setDefaultDashboards: defineRoute({
    ...ofTenant,
    operationId: 'setTenantDefaultDashboards',
    summary: "Set the tenant's default dashboards",
    method: 'POST',
    path: '/tenants/{id}/settings/default-dashboards',
    access: mayWrite,
    body: { kind: 'json', schema: defaultDashboardsSchema },
    reply: { status: 200, kind: 'json', schema: defaultDashboardsSchema },
  }),
};
