/** What a backup holds, record after record. */
import { isTerminal, isUnavailable, type Tenant, type TenantKey } from '@windhover/model';
import { backupResources, FileNotFound, historyResources, type TableRow, type TenantScope } from '@windhover/ports';
import { managedRoles } from '../access/managed-roles.ts';
import { chain, homes, placesOf } from '../backends/places-of-tenant.ts';
import type { Deps } from '../deps.ts';
import { walkStoredFiles } from '../files/all-files.ts';
import { executionIdInPath } from '../executions/storage-paths.ts';
import { unfinishedStates } from '../tenants/unfinished-executions.ts';
import { isOfNamespace } from './backed-up-files.ts';
import { openTenant, withoutSealed } from '../tenants/sealed-settings.ts';
import type { BackedUpTenant, BackupRecord } from './backup-records.ts';
import { BackupTally } from './backup-tally.ts';
import { openRow, withoutSecrets } from './sealed-rows.ts';

/** Words of `--resources`. */
export const backedUpResources = [
  ...backupResources,
  'SERVICE_ACCOUNT',
  'USER',
  'KILL_SWITCH',
  'WORKER_GROUP',
] as const;
export type BackedUpResource = (typeof backedUpResources)[number];

export interface ContentOptions {
  readonly isEncrypted: boolean;
  readonly resources: ReadonlySet<BackedUpResource>;
  /** Whether it holds what executions and triggers left behind. */
  readonly includesHistory: boolean;
  /** Told what is left out. */
  warn(message: string): void;
}

type ContentDeps = Pick<Deps, 'store' | 'ciphers' | 'backends' | 'tenantRecords'>;

/** Of a tenant alone: whoever else may enter it, its limits and backends are the instance's to say. */
export async function* tenantContents(
  deps: ContentDeps,
  { key, id }: { readonly key: TenantKey; readonly id?: string | undefined },
  options: ContentOptions,
): AsyncGenerator<BackupRecord> {
  // An invitation is known by its id alone, which can be there once
  const resources = new Set([...options.resources].filter((resource) => resource !== 'INVITATION'));
  yield* tallied(async function* (): AsyncGenerator<BackupRecord> {
    yield* ofTenant(deps, { key, id }, { ...options, resources });
    yield* users(deps, { ...options, isWanted: (user) => user.tenantKey === key });
  });
}

export async function* instanceContents(deps: ContentDeps, options: ContentOptions): AsyncGenerator<BackupRecord> {
  yield* tallied(async function* (): AsyncGenerator<BackupRecord> {
    yield* ofTenant(deps, deps.store.tenantKeys.default, options);
    for (const tenant of await deps.store.tenants.list()) {
      if (tenant.status === 'DELETING') continue;
      const record = await shownTenant(deps, tenant, options);
      yield* ofTenant(deps, { key: tenant.key, id: tenant.id, record }, options);
    }
    yield* users(deps, { ...options, isWanted: () => true });
    yield* killSwitches(deps, options);
    yield* workerGroups(deps, options);
  });
}

async function* tallied(records: () => AsyncIterable<BackupRecord>): AsyncGenerator<BackupRecord> {
  const tally = new BackupTally();
  for await (const record of records()) {
    tally.add(record);
    yield record;
  }
  yield { kind: 'end', summary: tally.summary() };
}

async function shownTenant(deps: ContentDeps, tenant: Tenant, { isEncrypted }: ContentOptions): Promise<Tenant> {
  return isEncrypted ? openTenant(deps, tenant) : { ...tenant, settings: withoutSealed(tenant.settings) };
}

async function* ofTenant(
  deps: ContentDeps,
  tenant: BackedUpTenant & { readonly key: TenantKey },
  options: ContentOptions,
): AsyncGenerator<BackupRecord> {
  const { backup } = deps.store.scope(tenant.key);
  yield { kind: 'tenant', tenant };
  for (const resource of backupResources) {
    if (!options.resources.has(resource)) continue;
    for await (const page of backup.read(resource)) {
      for (const entry of page) {
        const shown = await shownRow(deps, { tenant, entry }, options);
        if (shown !== undefined) yield { kind: 'row', ...shown };
      }
    }
  }
  if (options.resources.has('SECRET')) await tellForeignSecrets(deps, tenant, options);
  if (options.includesHistory) yield* history(deps, tenant, options);
  if (!options.includesHistory && !options.resources.has('NAMESPACE_FILE')) return;
  yield* files(deps, tenant.key, (path) =>
    isOfNamespace(path) ? options.resources.has('NAMESPACE_FILE') : options.includesHistory,
  );
}

async function* history(
  deps: ContentDeps,
  tenant: BackedUpTenant & { readonly key: TenantKey },
  { isEncrypted, warn }: ContentOptions,
): AsyncGenerator<BackupRecord> {
  const { backup, executions } = deps.store.scope(tenant.key);
  for (const resource of historyResources) {
    for await (const page of backup.read(resource)) {
      // What is sealed for this instance is of no use elsewhere, and tells nobody anything
      for (const entry of page)
        yield { kind: 'history', ...(isEncrypted ? await openRow(deps, tenant.key, entry) : entry) };
      yield { kind: 'endOfPage' };
    }
  }
  const unfinished = [{ field: 'state', operation: 'IN', value: [...unfinishedStates] }] as const;
  const { total } = await executions.search(unfinished, { page: 1, size: 1, sort: [] }, 'all');
  if (total > 0) warn(`Left out: ${total} execution(s) of ${nameOf(tenant)} that have not ended`);
}

/** Undefined for what every instance makes itself, and for what must not be shown. */
async function shownRow(
  deps: ContentDeps,
  { tenant, entry }: { readonly tenant: BackedUpTenant & { readonly key: TenantKey }; readonly entry: TableRow },
  { isEncrypted, warn }: ContentOptions,
): Promise<TableRow | undefined> {
  if (entry.table === 'roles' && managedRoles(tenant.id).some(({ id }) => id === entry.row['role_id']))
    return undefined;
  if (!isEncrypted) return withoutSecrets(entry);
  try {
    return await openRow(deps, tenant.key, entry);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    const { namespace, key } = entry.row;
    const what = entry.table === 'secrets' ? `secret '${key}' of namespace '${namespace}'` : `namespace '${namespace}'`;
    warn(`Left out: ${what} of ${nameOf(tenant)} cannot be opened with the key of this instance`);
    return undefined;
  }
}

async function tellForeignSecrets(
  deps: ContentDeps,
  tenant: BackedUpTenant & { readonly key: TenantKey },
  { isEncrypted, warn }: ContentOptions,
): Promise<void> {
  if (!isEncrypted) warn(`Left out: the secrets of ${nameOf(tenant)}, since the backup is not encrypted`);
  const places = await placesOf(deps, tenant.key);
  for (const namespace of homes(places, 'secret')) {
    if ((await deps.backends.secrets.of(tenant.key, chain(places, namespace))) === undefined) continue;
    const whose = namespace === undefined ? nameOf(tenant) : `namespace '${namespace}' of ${nameOf(tenant)}`;
    warn(`Left out: the secrets of ${whose} that are kept in a backend of their own`);
  }
}

/** Those that are wanted, without what executions are still at. */
async function* files(
  deps: ContentDeps,
  key: TenantKey,
  isWanted: (path: string) => boolean,
): AsyncGenerator<BackupRecord> {
  const isAtRest = endedExecutions(deps.store.scope(key));
  for await (const { file, home } of walkStoredFiles(deps, key)) {
    if (!isWanted(file.path) || !(await isAtRest(file.path))) continue;
    const content = home.store.read(file.path)[Symbol.asyncIterator]();
    const first = await content.next().catch((error: unknown) => {
      if (error instanceof FileNotFound) return undefined; // it was deleted meanwhile
      throw error;
    });
    if (first === undefined) continue;
    yield { kind: 'file', path: file.path, home: home.namespace };
    for (let next = first; next.done !== true; next = await content.next())
      yield { kind: 'bytes', base64: Buffer.from(next.value).toString('base64') };
    yield { kind: 'endOfFile' };
  }
}

/** Files of one execution come one after the other. */
function endedExecutions({ executions }: TenantScope): (path: string) => Promise<boolean> {
  let last: { readonly executionId: string; readonly isAtRest: boolean } | undefined;
  return async (path) => {
    const executionId = executionIdInPath(path);
    if (executionId === undefined) return true;
    if (last?.executionId !== executionId) {
      const execution = await executions.find(executionId);
      last = { executionId, isAtRest: execution === undefined || isTerminal(execution.state.current) };
    }
    return last.isAtRest;
  };
}

async function* users(
  deps: ContentDeps,
  { resources, isWanted }: ContentOptions & { isWanted(user: { readonly tenantKey?: TenantKey }): boolean },
): AsyncGenerator<BackupRecord> {
  for (const user of await deps.store.identity.listUsers()) {
    if (!resources.has(user.type) || !isWanted(user)) continue;
    yield { kind: 'user', user, tokens: await deps.store.identity.listTokens(user.id) };
  }
}

async function* killSwitches({ store }: ContentDeps, { resources }: ContentOptions): AsyncGenerator<BackupRecord> {
  if (!resources.has('KILL_SWITCH')) return;
  for (const killSwitch of await store.killSwitches.list()) yield { kind: 'killSwitch', killSwitch };
}

async function* workerGroups({ store }: ContentDeps, { resources }: ContentOptions): AsyncGenerator<BackupRecord> {
  if (!resources.has('WORKER_GROUP')) return;
  const [groups, tokens] = await Promise.all([store.workerGroups.list(), store.workerGroups.listTokens()]);
  for (const group of groups)
    yield { kind: 'workerGroup', group, tokens: tokens.filter(({ groupId }) => groupId === group.id) };
}

function nameOf({ id }: BackedUpTenant): string {
  return id === undefined ? 'the default tenant' : `tenant '${id}'`;
}
