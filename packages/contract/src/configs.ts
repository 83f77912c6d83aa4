import { z } from 'zod';
import { killSwitchSchema } from './kill-switches.ts';
import { defineRoute } from './route.ts';
import { passwordConfigurationSchema } from './setup.ts';

const plugin = z.object({ id: z.string(), version: z.string() });

export const configsSchema = z.object({
  uuid: z.string(),
  version: z.string(),
  edition: z.string(),
  url: z.string().optional(),
  environment: z.object({ name: z.string().optional(), color: z.string().optional() }).optional(),
  preview: z.object({ initial: z.number(), max: z.number() }),
  systemNamespace: z.string(),
  hiddenLabelsPrefixes: z.array(z.string()),
  chartDefaultDuration: z.string(),
  isBasicAuthInitialized: z.boolean(),
  isBasicAuthEnabled: z.boolean(),
  isTaskRunEnabled: z.boolean(),
  isTemplateEnabled: z.boolean(),
  isCustomDashboardsEnabled: z.boolean(),
  isConcurrencyViewEnabled: z.boolean(),
  isAnonymousUsageEnabled: z.boolean(),
  isUiAnonymousUsageEnabled: z.boolean(),
  isAiEnabled: z.boolean(),
  isAiApiKeyConfigured: z.boolean(),
  secretsEnabled: z.boolean(),
  supportedStorages: z.array(plugin),
  supportedSecrets: z.array(plugin),
  pluginManagementEnabled: z.boolean(),
  pluginCustomEnabled: z.boolean(),
  mailServiceEnabled: z.boolean(),
  passwordlessEnabled: z.boolean(),
  passwordConfiguration: passwordConfigurationSchema,
  inMaintenance: z.boolean(),
  features: z.array(z.string()),
  /** Those that hold now and concern the caller. */
  killSwitches: z.array(killSwitchSchema),
  tenants: z.object({
    enabled: z.boolean(),
    defaultTenant: z.boolean(),
    storageByTenant: z.boolean(),
    secretByTenant: z.boolean(),
  }),
  safety: z.object({
    durability: z.string(),
    isolation: z.string(),
    network: z.string(),
    /** What isolation and limits of scripts do not keep here, and why there is no sandbox if there is none: sentences. */
    gaps: z.array(z.string()),
    privateAddresses: z.string(),
  }),
});

const tag = 'Misc';

export const configRoutes = {
  get: defineRoute({
    operationId: 'getConfiguration',
    tag,
    summary: 'What the instance is and what it can do',
    method: 'GET',
    path: '/configs',
    level: 'instance',
    access: { kind: 'signed-in' },
    reply: { status: 200, kind: 'json', schema: configsSchema },
  }),
  login: defineRoute({
    operationId: 'getLoginConfiguration',
    tag,
    summary: 'Whether the first user exists; all that a stranger learns',
    method: 'GET',
    path: '/configs/login',
    level: 'instance',
    access: { kind: 'public' },
    reply: { status: 200, kind: 'json', schema: z.object({ isBasicAuthInitialized: z.boolean() }) },
  }),
};
