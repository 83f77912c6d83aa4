/** For the tests of this package: the HTTP side over a real store in a folder of its own, without the execution engine. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalFiles } from '@windhover/files-local';
import { createClient, type Client } from '@windhover/contract';
import { timeOrderedId, type TenancySettings } from '@windhover/model';
import type { FileStore, SecretBackend } from '@windhover/ports';
import {
  auditKeyOf,
  createCiphers,
  createLogVolume,
  createTriggerHistory,
  createStorageUse,
  createTenantHttp,
  createSweeps,
  createTaskServices,
  createUser,
  noRemoteWorkers,
  prepareInstance,
  tenantBackends,
  TenantRecords,
  type Deps,
  type ServiceSettings,
} from '@windhover/services';
import { openSqliteStore } from '@windhover/store-sqlite';
import { openMemoryTransport } from '@windhover/transport-memory';
import { onTestFinished } from 'vitest';
import { defaultServerSettings, type ServerSettings } from './server-settings.ts';
import { startServer, type RunningServer } from './start-server.ts';

export const admin = { username: 'root@root.com', password: 'Root!1234' };

/** What secrets and audit logs are sealed with. */
export const masterKey = new Uint8Array(32);

export const tenancies = {
  single: { enabled: false, defaultTenant: true },
  mixed: { enabled: true, defaultTenant: true },
  explicit: { enabled: true, defaultTenant: false },
} as const;

export interface TestServerOptions {
  readonly tenancy?: keyof typeof tenancies;
  readonly tenancySettings?: Partial<TenancySettings>;
  readonly service?: Partial<ServiceSettings>;
  readonly server?: Partial<ServerSettings>;
  /** Default true: the superadmin {@link admin} exists, Admin of the default tenant where there is one. */
  readonly admin?: boolean;
}

export interface OwnServer extends RunningServer {
  readonly url: string;
  readonly deps: Deps;
  /** Of the store, for what somebody else does to it. */
  readonly databaseFile: string;
  /** As the superadmin. */
  readonly api: Client;
  /** As someone else, or as nobody. */
  client(auth?: { username: string; password: string } | { token: string }): Client;
  /** Moves the clock of the server. */
  advance(ms: number): void;
}

/** Ends with the test that started it. */
export async function startTestServer(options: TestServerOptions = {}): Promise<OwnServer> {
  const server = await openTestServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** For suites that share one: whoever opens it closes it. */
export async function openTestServer(options: TestServerOptions = {}): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-server-'));
  const databaseFile = join(folder, 'database.db');
  const auditKey = (): Uint8Array => auditKeyOf(masterKey);
  const store = await openSqliteStore({ path: databaseFile, owner: 'test', durability: 'relaxed', auditKey });
  const transport = openMemoryTransport();
  const files = openLocalFiles({ root: join(folder, 'files'), durability: 'relaxed' });
  let aheadMs = 0;
  const clock = {
    now: () => Date.now() + aheadMs,
    monotonic: () => performance.now() + aheadMs,
    after: (delayMs: number, run: () => void) => void setTimeout(run, delayMs),
  };
  const ciphers = createCiphers(store, masterKey);
  const settings = serviceSettings(options);
  const tenantRecords = new TenantRecords({ store, transport, ciphers, clock });
  const backends = {
    files: tenantBackends<FileStore>({ what: 'storage', instance: files, kinds: {} }),
    secrets: tenantBackends<SecretBackend | undefined>({ what: 'secret', instance: undefined, kinds: {} }),
  };
  const shared = {
    store,
    transport,
    files,
    clock,
    ids: {
      next: () => timeOrderedId(clock.now(), randomBytes(10)),
      random: (length: number) => new Uint8Array(randomBytes(length)),
    },
    settings,
    catalog: { find: () => undefined, list: () => [], defaults: [] },
    ciphers,
    backends,
    logVolume: createLogVolume({ tenantRecords, settings, clock }),
    triggerHistory: createTriggerHistory({ store, clock, kept: settings.kept.triggerEvaluations }),
    storageUse: createStorageUse({ backends, tenantRecords, settings, clock }),
    contentSweeps: createSweeps(clock),
    tenantRecords,
  };
  const host: Deps['host'] = {
    create: noEngine,
    send: noEngine,
    waitForEnd: noEngine,
    workload: () => ({ queuedExecutions: 0, waitingJobs: 0, waitingForGroups: 0, runningJobs: 0, workerSlots: 0 }),
    workers: noRemoteWorkers,
  };
  const rate = { maxRequests: 0, windowMs: 1 };
  const http = createTenantHttp({ addresses: () => () => false, records: shared.tenantRecords, rate, clock });
  const deps: Deps = { ...shared, taskServices: createTaskServices({ ...shared, http, host: async () => host }), host };
  await prepareInstance(deps);
  const mode = options.tenancy ?? 'single';
  if (options.admin !== false) {
    const inTenant = mode === 'explicit' ? undefined : { id: undefined, admin: true, groupNames: [] };
    await createUser(deps, 'command-line', { ...admin, email: admin.username, superAdmin: true, inTenant });
  }
  const ofServer = { ...defaultServerSettings, checkReplies: true, ...options.server };
  const running = await startServer({ deps, settings: ofServer });
  const close = async (): Promise<void> => {
    await running.close();
    await Promise.all([store.close(), transport.close(), files.close()]);
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${running.port}${ofServer.contextPath}`;
  const client: OwnServer['client'] = (auth) => createClient({ baseUrl: url, auth });
  return {
    ...running,
    close,
    url,
    deps,
    databaseFile,
    client,
    api: client(admin),
    advance: (ms) => void (aheadMs += ms),
  };
}

function serviceSettings({ tenancy = 'single', tenancySettings, service }: TestServerOptions): ServiceSettings {
  return {
    tenancy: { ...tenancies[tenancy], bindSuperadminCreator: true, maxQueuedExecutions: 100_000, ...tenancySettings },
    passwordPolicy: {
      minLength: 8,
      requireSpecial: true,
      minDigits: 1,
      minLowerCase: 1,
      minUpperCase: 1,
      allowedSpecialCharacters: '!@#$%^&*',
    },
    lockOut: { threshold: 10, windowMs: 300_000, lockMs: 1_800_000 },
    kept: { fileRevisions: 20, deletedFiles: 50, kvRevisions: 20, secretVersions: 10, triggerEvaluations: 100 },
    session: { idleMs: 8 * 3_600_000, absoluteMs: 7 * 86_400_000 },
    encryptionKey: undefined,
    variables: { globals: {}, envs: {} },
    recursiveRendering: false,
    url: undefined,
    systemNamespace: 'system',
    hiddenLabelPrefixes: ['system.'],
    ...service,
  };
}

function noEngine(): Promise<never> {
  return Promise.reject(new Error('This server runs no executions'));
}
