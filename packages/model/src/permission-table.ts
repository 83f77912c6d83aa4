/** Every resource with its actions, and how far a grant of it reaches. Source: docs/manual/access.md. */

/** `namespace`: a binding may limit it to namespaces. `instance`: above the tenants, granted by superadmins only. */
export type ResourceScope = 'namespace' | 'tenant' | 'instance';

export interface Resource {
  readonly scope: ResourceScope;
  readonly actions: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ');
const crud = 'VIEW LIST CREATE UPDATE DELETE';

const table = {
  FLOW: ['namespace', `${crud} EXECUTE DISABLE ENABLE VALIDATE EXPORT IMPORT`],
  EXECUTION: [
    'namespace',
    `${crud} RESTART KILL REPLAY PAUSE RESUME CHANGE_LABELS ACCESS_LOGS ACCESS_OUTPUTS ACCESS_FILES FOLLOW EXPORT UNQUEUE FORCE_RUN`,
  ],
  TRIGGER: ['namespace', 'VIEW LIST DELETE UNLOCK RESTART DISABLE ENABLE EXPORT BACKFILL'],
  NAMESPACE: ['namespace', `${crud} MANAGE_FILES EXPORT_PLUGIN_DEFAULTS IMPORT_PLUGIN_DEFAULTS`],
  KVSTORE: ['namespace', crud],
  SECRET: ['namespace', crud],
  CREDENTIAL: ['namespace', crud],
  REUSABLE_INPUTS: ['namespace', crud],
  TESTSUITE: ['namespace', `${crud} EXECUTE`],
  APP: ['namespace', `${crud} EXECUTE ACCESS_FILES ACCESS_LOGS`],
  TEMPLATE: ['namespace', crud],
  DASHBOARD: ['tenant', crud],
  BLUEPRINT: ['tenant', crud],
  ASSET: ['tenant', `${crud} LOCK UNLOCK`],
  MCP_SERVER: ['tenant', crud],
  POLICY: ['tenant', crud],
  ROLE: ['tenant', crud],
  SERVICE_ACCOUNT: ['tenant', crud],
  BINDING: ['tenant', 'VIEW LIST CREATE DELETE'],
  INVITATION: ['tenant', 'VIEW LIST CREATE DELETE'],
  USER: ['tenant', `${crud} MANAGE_GROUP_MEMBERSHIP IMPERSONATE`],
  GROUP: ['tenant', `${crud} MANAGE_MEMBERS`],
  AUDITLOG: ['tenant', 'VIEW LIST EXPORT'],
  TENANT_SETTINGS: ['tenant', 'VIEW UPDATE'],
  SYSTEM_SETTINGS: ['tenant', 'VIEW UPDATE'],
  COPILOT: ['tenant', 'USE'],
  SECURITY_INTEGRATION: ['tenant', crud],
  TENANT: ['instance', crud],
  KILL_SWITCH: ['instance', crud],
  WORKER_GROUP: ['instance', crud],
  WORKER_QUEUE: ['instance', crud],
  VERSIONED_PLUGIN: ['instance', crud],
  INSTANCE: ['instance', crud],
} as const satisfies Record<string, readonly [ResourceScope, string]>;

export type ResourceName = keyof typeof table;

export const resources: ReadonlyMap<string, Resource> = new Map(
  Object.entries(table).map(([name, [scope, actions]]) => [name, { scope, actions: words(actions) }]),
);

/** `RESOURCE:ACTION` for every action of the resources given. */
export function permissionsOf(names: readonly ResourceName[]): readonly string[] {
  return names.flatMap((name) => resources.get(name)!.actions.map((action) => `${name}:${action}`));
}
