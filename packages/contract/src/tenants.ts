import { z } from 'zod';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

const deniedService = z.enum(['EXECUTOR', 'INDEXER', 'SCHEDULER', 'WEBSERVER', 'WORKER', 'CONTROLLER']);
const isolation = z.object({ enabled: z.boolean().optional(), deniedServices: z.array(deniedService).optional() });
const fallback = z.enum(['FAIL', 'WAIT', 'CANCEL', 'IGNORE']);

/** The optional part of a tenant: stored and given back as sent. */
export const tenantSettingsSchema = z.object({
  storageType: z.string().optional(),
  storageConfiguration: z.record(z.string(), z.unknown()).optional(),
  storageIsolation: isolation.optional(),
  secretType: z.string().optional(),
  secretConfiguration: z.record(z.string(), z.unknown()).optional(),
  secretIsolation: isolation.optional(),
  secretReadOnly: z.boolean().optional(),
  requireExistingNamespace: z.boolean().optional(),
  outputsInInternalStorage: z.boolean().optional(),
  workerGroup: z.object({ key: z.string(), fallback: fallback.optional() }).optional(),
  defaultWorkerSelector: z
    .object({
      tags: z.array(z.string()).optional(),
      match: z.enum(['ALL', 'ANY']).optional(),
      fallback: fallback.optional(),
    })
    .optional(),
  concurrency: z
    .object({ limit: z.number().int().min(1), behavior: z.enum(['QUEUE', 'CANCEL', 'FAIL']).optional() })
    .optional(),
  quotas: z
    .array(
      z.object({
        duration: z.string(),
        limit: z.number().int().min(0),
        behavior: z.enum(['FAIL', 'CANCEL']).optional(),
      }),
    )
    .optional(),
  settings: z
    .object({
      dashboard: z
        .object({
          defaultHomeDashboard: z.string().nullish(),
          defaultFlowOverviewDashboard: z.string().nullish(),
          defaultNamespaceOverviewDashboard: z.string().nullish(),
        })
        .optional(),
    })
    .optional(),
});

export const tenantSchema = tenantSettingsSchema.extend({
  appCatalogConfig: z.record(z.string(), z.unknown()).optional(),
  id: z.string(),
  name: z.string(),
  deleted: z.boolean(),
  /** Only when it is not ACTIVE. */
  status: z.enum(['SUSPENDED', 'DELETING']).optional(),
  /** While it is SUSPENDED. */
  suspension: z
    .object({ at: z.string(), reason: z.string().optional(), running: z.enum(['FINISH', 'PAUSE', 'KILL']) })
    .optional(),
});

export const deletionReportSchema = z.object({
  id: z.string(),
  key: z.string(),
  complete: z.boolean(),
  removed: z
    .object({ flows: z.number(), executions: z.number(), files: z.number(), filesSizeBytes: z.number() })
    .optional(),
});

export const retainedTenantSchema = z.object({
  key: z.string(),
  id: z.string(),
  name: z.string(),
  status: z.enum(['DELETING', 'RETAINED']),
  createdAt: z.string(),
  executions: z.number(),
});

/** Ids are checked by the use case, whose messages name the rule that was broken. */
const tenantBody = tenantSettingsSchema.extend({
  appCatalogConfig: z.record(z.string(), z.unknown()).optional(),
  id: z.string(),
  name: z.string(),
});

const byId = z.object({ id: z.string() });
const tag = 'Tenants';
const parameterKinds = { id: 'tenantId' } as const;

const dashboards = z.object({
  defaultHomeDashboard: z.string().nullish(),
  defaultFlowOverviewDashboard: z.string().nullish(),
  defaultNamespaceOverviewDashboard: z.string().nullish(),
});
const appsCatalog = z.object({
  title: z.string().nullish(),
  titleColor: z.string().nullish(),
  primaryColor: z.string().nullish(),
  backgroundColor: z.string().nullish(),
  tileColor: z.string().nullish(),
  buttonTextColor: z.string().nullish(),
});
const mayRead = { kind: 'permission', anyOf: ['TENANT:VIEW'] } as const;
const mayWrite = { kind: 'permission', anyOf: ['TENANT:UPDATE'] } as const;
const retained = { tag, level: 'instance', access: { kind: 'superadmin' } } as const;
const ofTenant = { tag, level: 'instance', params: byId, parameterKinds } as const;

export const tenantRoutes = {
  create: defineRoute({
    operationId: 'createTenant',
    tag,
    summary: 'Create a tenant; the caller becomes its Admin',
    method: 'POST',
    path: '/tenants',
    level: 'instance',
    access: { kind: 'permission', anyOf: ['TENANT:CREATE'] },
    query: z.object({ adopt: z.string().optional() }),
    body: { kind: 'json', schema: tenantBody },
    reply: { status: 200, kind: 'json', schema: tenantSchema },
    errors: [409],
  }),
  search: defineRoute({
    operationId: 'searchTenants',
    tag,
    summary: 'Find tenants',
    method: 'GET',
    path: '/tenants/search',
    level: 'instance',
    access: { kind: 'permission', anyOf: ['TENANT:LIST', 'TENANT:VIEW'] },
    query: searchQuery({ fields: ['q', 'id', 'name'], sort: ['id', 'name'] }),
    reply: { status: 200, kind: 'json', schema: paged(tenantSchema) },
  }),
  get: defineRoute({
    operationId: 'getTenant',
    tag,
    summary: 'Read a tenant',
    method: 'GET',
    path: '/tenants/{id}',
    level: 'instance',
    access: { kind: 'permission', anyOf: ['TENANT:VIEW'] },
    params: byId,
    parameterKinds,
    reply: { status: 200, kind: 'json', schema: tenantSchema },
  }),
  update: defineRoute({
    operationId: 'updateTenant',
    tag,
    summary: 'Replace name and settings of a tenant; what is absent is reset',
    method: 'PUT',
    path: '/tenants/{id}',
    level: 'instance',
    access: { kind: 'permission', anyOf: ['TENANT:UPDATE'] },
    params: byId,
    parameterKinds,
    body: { kind: 'json', schema: tenantBody.partial({ id: true }) },
    reply: { status: 200, kind: 'json', schema: tenantSchema },
  }),
  delete: defineRoute({
    operationId: 'deleteTenant',
    tag,
    summary:
      'Delete a tenant; executions and logs are retained under a key that no later tenant gets, or purged: then the reply is 200 with a report',
    method: 'DELETE',
    path: '/tenants/{id}',
    level: 'instance',
    access: { kind: 'permission', anyOf: ['TENANT:DELETE'] },
    params: byId,
    parameterKinds,
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
    params: z.object({ key: z.string() }),
    parameterKinds: { key: 'word' },
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
    reply: { status: 200, kind: 'json', schema: tenantSchema },
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
    reply: { status: 200, kind: 'json', schema: tenantSchema },
    errors: [409],
  }),
  getAppsCatalog: defineRoute({
    ...ofTenant,
    operationId: 'getAppsCatalogConfig',
    summary: 'Look of the apps catalogue',
    method: 'GET',
    path: '/tenants/{id}/apps-catalog',
    access: mayRead,
    reply: { status: 200, kind: 'json', schema: appsCatalog },
  }),
  setAppsCatalog: defineRoute({
    ...ofTenant,
    operationId: 'setAppsCatalogConfig',
    summary: 'Set the look of the apps catalogue',
    method: 'POST',
    path: '/tenants/{id}/apps-catalog',
    access: mayWrite,
    body: { kind: 'json', schema: appsCatalog },
    reply: { status: 200, kind: 'json', schema: appsCatalog },
  }),
  deleteAppsCatalogLogo: defineRoute({
    operationId: 'deleteAppsCatalogLogo',
    tag,
    summary: 'Remove the logo of the catalogue of apps, if it has one',
    method: 'DELETE',
    path: '/tenants/{id}/apps-catalog/logo',
    level: 'instance',
    access: { kind: 'permission', anyOf: ['TENANT:UPDATE'] },
    params: byId,
    parameterKinds,
    reply: { status: 200, kind: 'empty', schema: z.undefined() },
  }),
  getDefaultDashboards: defineRoute({
    ...ofTenant,
    operationId: 'getDefaultDashboards',
    summary: "The tenant's default dashboards",
    method: 'GET',
    path: '/tenants/{id}/settings/default-dashboards',
    access: mayRead,
    reply: { status: 200, kind: 'json', schema: dashboards },
  }),
  setDefaultDashboards: defineRoute({
    ...ofTenant,
    operationId: 'setTenantDefaultDashboards',
    summary: "Set the tenant's default dashboards",
    method: 'POST',
    path: '/tenants/{id}/settings/default-dashboards',
    access: mayWrite,
    body: { kind: 'json', schema: dashboards },
    reply: { status: 200, kind: 'json', schema: dashboards },
  }),
};
