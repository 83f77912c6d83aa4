/** Tenants on the wire. */
import { deniableServices, scriptNetworks } from '@windhover/model';
import { z } from 'zod';

const deniedService = z.enum(deniableServices);
const isolation = z.object({ enabled: z.boolean().optional(), deniedServices: z.array(deniedService).optional() });
const limit = z.number().int().min(0);
const fallback = z.enum(['FAIL', 'WAIT', 'CANCEL', 'IGNORE']);

export const defaultDashboardsSchema = z.object({
  defaultHomeDashboard: z.string().nullish(),
  defaultFlowOverviewDashboard: z.string().nullish(),
  defaultNamespaceOverviewDashboard: z.string().nullish(),
});

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
  /** Ranges of addresses that its tasks, triggers and backends may reach beside those that the instance opens. A superadmin sets it. */
  allowedAddresses: z.array(z.string()).max(100).optional(),
  /** What its scripts reach, instead of what those of the instance do. A superadmin sets it. */
  scriptNetwork: z.enum(scriptNetworks).optional(),
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
  /** What it may have at most, 0 without limit; what is absent is as the configuration says. A superadmin sets it. */
  limits: z
    .object({
      kvPairs: limit,
      secrets: limit,
      users: limit,
      storageBytes: limit,
      logBytesPerDay: limit,
      streams: limit,
    })
    .partial()
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
      dashboard: defaultDashboardsSchema.optional(),
    })
    .optional(),
});

/** Ids are checked by the use case, whose messages name the rule that was broken. */
export const tenantBodySchema = tenantSettingsSchema.extend({
  appCatalogConfig: z.record(z.string(), z.unknown()).optional(),
  id: z.string(),
  name: z.string(),
});

export const tenantSchema = tenantBodySchema.extend({
  deleted: z.boolean(),
  /** A picture as a data address. */
  logo: z.string().optional(),
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
