/** Takes the data directory for this process and opens what is in it. */
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { StoreInUse } from '@windhover/model';
import { crashAt, type CrashAt, type TakesShare } from '@windhover/ports';
import {
  auditKeyOf,
  createCiphers,
  createLogVolume,
  createTriggerHistory,
  createStorageUse,
  createTenantHttp,
  createSweeps,
  createTaskServices,
  dropChangedBackends,
  FlowCache,
  meteredStore,
  scriptNetworkOf,
  tenantFiles,
  TenantRecords,
  type Backends,
  type Deps,
  type ExecutionHost,
  type Meters,
  type NamespaceStorage,
  type ServiceName,
} from '@windhover/services';
import { openConfinement, type OpenConfinement } from '@windhover/confinement-linux';
import { allowedPlugins } from '../configuration/allowed-plugins.ts';
import { outboundRate, tenantAddresses } from '../configuration/backend-settings.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { confinementOptions } from '../configuration/confinement-settings.ts';
import { encryptionKey, type EncryptionKey } from '../configuration/encryption-key.ts';
import { instanceDefaults } from '../configuration/instance-defaults.ts';
import { toServiceSettings } from '../configuration/service-settings.ts';
import { storageLayout } from '../configuration/storage-layout.ts';
import { isServed } from '../direct/ask-instance.ts';
import { carryOutIn } from '../direct/carry-out.ts';
import { openCommandSocket } from '../direct/command-socket.ts';
import type { HolderRole } from '../direct/messages.ts';
import { hostOnDemand, type RunningHost } from './host-on-demand.ts';
import type { Logger } from './logger.ts';
import { openBackends } from './open-backends.ts';
import { openParts, type Parts, type PartsOptions } from './open-parts.ts';
import { bundledPlugins } from './plugins.ts';
import { runtimeOn, type RuntimeOptions } from './runtime-on.ts';
import { systemClock } from './system-clock.ts';
import { systemIds } from './system-ids.ts';

/** A command holds the folder for a moment only. */
const longestCommandMs = 30_000;
const retryMs = 20;

export interface InstanceOptions {
  readonly configuration: Configuration;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  /** A server stays; a command starts what runs executions only if it must. */
  readonly role: HolderRole;
  /** Whether it takes its share of the executions and triggers; where it does not, it asks those who do. */
  readonly takesShare: TakesShare;
  /** What holds the folder, for the message that others get. */
  readonly owner: string;
  readonly logger: Logger;
  /** Tasks that run at the same time; default four times the cores. */
  readonly workerThreads?: number | undefined;
  /** Absent: nothing is counted. */
  readonly meters?: Meters | undefined;
  onBroken(error: Error): void;
}

export interface HeldInstance {
  readonly deps: Deps;
  /** Absolute. */
  readonly dataDirectory: string;
  readonly confinement: OpenConfinement;
  /** Ends executions' work gracefully, closes everything, lets the folder go. Idempotent. */
  close(): Promise<void>;
}

/**
 * Throws `StoreInUse` when a server holds the folder (for a command: anybody), or what opening the store says; nothing is
 * held then.
 */
export async function holdInstance(options: InstanceOptions): Promise<HeldInstance> {
  const { configuration, role } = options;
  const layout = storageLayout(configuration, options.workingDirectory);
  const dieAt = crashAt(options.env['WINDHOVER_CRASH_AT'], () => process.kill(process.pid, 'SIGKILL'));
  const undo: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  if (layout.isTemporary) undo.push(() => rm(layout.dataDirectory, { recursive: true, force: true }));
  try {
    // Nothing is asked before the folder is ours: a key is not made in one that somebody else has
    const encryption = once(() => encryptionKey(configuration, layout.dataDirectory));
    const auditKey = once(() => auditKeyOf(encryption().key));
    const unmetered = await openWhenFree({ ...options, layout, auditKey, crashAt: dieAt });
    undo.push(() => unmetered.close());
    const opened = metered(unmetered, options.meters);
    // Tasks that go on at the start may call services before the host is there: they wait for it.
    const { promise: host, resolve } = Promise.withResolvers<ExecutionHost>();
    const { backends, close: closeBackends } = await openBackends({
      configuration,
      layout,
      clock: systemClock,
      crashAt: dieAt,
    });
    const unsubscribe = dropChangedBackends(backends, opened);
    undo.push(closeBackends, async () => unsubscribe());
    const parts = { ...opened, backends };
    const shared = sharedDeps({ ...options, crashAt: dieAt }, encryption(), parts, () => host);
    undo.push(() => shared.triggerHistory.flush());
    const confinement = openConfinement(
      confinementOptions(configuration, layout, {
        of: (tenantKey) => scriptNetworkOf(shared.tenantRecords, tenantKey),
        serveProxy: shared.http.serveProxy,
      }),
    );
    undo.push(() => confinement.close());
    const start = (): Promise<RunningHost> => runtimeOn({ ...options, ...shared, confinement });
    const running = role === 'server' ? await start() : hostOnDemand(start);
    resolve(running.host);
    undo.push(() => running.stop());
    const deps = webserverDeps(shared, parts, running.host);
    const carryOut = carryOutIn({ deps, configuration, isServer: role === 'server' });
    const socket = await openCommandSocket(layout.dataDirectory, role, carryOut);
    undo.splice(-1, 0, () => socket.close());
    // First of all no command is begun any more.
    undo.push(() => socket.drain());
    let closing: Promise<void> | undefined;
    return { deps, dataDirectory: layout.dataDirectory, confinement, close: () => (closing ??= close()) };
  } catch (error) {
    await close();
    throw error;
  }
}

function metered(parts: Parts, meters: Meters | undefined): Parts {
  return meters === undefined ? parts : { ...parts, store: meteredStore(parts.store, meters, systemClock) };
}

/** A server waits for a command to end, or for another server that is about to. */
async function openWhenFree(options: InstanceOptions & PartsOptions): Promise<Parts> {
  const deadline = performance.now() + longestCommandMs;
  for (;;) {
    try {
      return await openParts(options);
    } catch (error) {
      const mayWait = options.role === 'server' && error instanceof StoreInUse && performance.now() < deadline;
      if (!mayWait || (await isServed(options.layout.dataDirectory))) throw error;
      await setTimeout(retryMs);
    }
  }
}

type PartsWithBackends = Parts & { readonly backends: Backends };

function sharedDeps(
  options: InstanceOptions & { readonly crashAt: CrashAt },
  { key, madeIn }: EncryptionKey,
  parts: PartsWithBackends,
  host: () => Promise<ExecutionHost>,
): Omit<RuntimeOptions, keyof InstanceOptions | 'confinement'> {
  const { configuration, logger, env } = options;
  if (madeIn !== undefined) {
    logger.warn(
      `Made an encryption key in '${madeIn}': keep a copy in a safe place, secrets cannot be read without it`,
    );
  }
  const settings = toServiceSettings(configuration, { env, encryptionKey: key });
  const ciphers = createCiphers(parts.store, key, options.crashAt);
  const { store, transport } = parts;
  const tenantRecords = new TenantRecords({ store, transport, ciphers, clock: systemClock });
  const onProblem = (what: string, error: unknown): void => logger.error(what, error);
  const { backends } = parts;
  const storageUse = createStorageUse({ backends, tenantRecords, settings, clock: systemClock });
  const basis = {
    store,
    files: filesFor('WORKER', parts, { settings, tenantRecords, storageUse }),
    transport,
    backends: parts.backends,
    tenantRecords,
    storageUse,
    logVolume: createLogVolume({ tenantRecords, settings, clock: systemClock, onProblem }),
    triggerHistory: createTriggerHistory({
      store,
      clock: systemClock,
      kept: settings.kept.triggerEvaluations,
      onProblem,
    }),
    contentSweeps: createSweeps(systemClock),
    service: 'WORKER' as const,
    settings,
    ciphers,
    clock: systemClock,
    ids: systemIds(systemClock),
    flowCache: new FlowCache(),
    onProblem,
    crashAt: options.crashAt,
    http: createTenantHttp({
      addresses: tenantAddresses(configuration),
      records: tenantRecords,
      rate: outboundRate(configuration),
      clock: systemClock,
    }),
    ...bundledPlugins({
      templates: configuration.get('boolean', 'kestra.templates.enabled'),
      defaults: instanceDefaults(configuration),
      allows: allowedPlugins(configuration),
    }),
  };
  return { ...basis, taskServices: createTaskServices({ ...basis, host }) };
}

/** What the API does for its callers it does as the webserver; what runs, as a worker. */
function webserverDeps(
  shared: Omit<Deps, 'host'> & Pick<RuntimeOptions, 'http'>,
  parts: PartsWithBackends,
  host: ExecutionHost,
): Deps {
  const service = 'WEBSERVER';
  const basis = { ...shared, service, files: filesFor(service, parts, shared) } as const;
  return { ...basis, host, taskServices: createTaskServices({ ...basis, host: async () => host }) };
}

function filesFor(
  service: ServiceName,
  { backends }: PartsWithBackends,
  { settings, tenantRecords, storageUse }: Pick<Deps, 'settings' | 'tenantRecords' | 'storageUse'>,
): NamespaceStorage {
  return tenantFiles({
    records: tenantRecords,
    backends: backends.files,
    service,
    isolation: settings.isolation,
    use: storageUse,
  });
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
