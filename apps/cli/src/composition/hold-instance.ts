/** Takes the data directory for this process and opens what is in it. */
import { rm } from 'node:fs/promises';
import { createCiphers, createTaskServices, FlowCache, type Deps } from '@windhover/services';
import type { Configuration } from '../configuration/configuration.ts';
import { encryptionKey } from '../configuration/encryption-key.ts';
import { toServiceSettings } from '../configuration/service-settings.ts';
import { storageLayout } from '../configuration/storage-layout.ts';
import { carryOutIn } from '../direct/carry-out.ts';
import { lockInstance } from '../direct/instance-lock.ts';
import type { HolderRole } from '../direct/messages.ts';
import { hostOnDemand, type RunningHost } from './host-on-demand.ts';
import type { Logger } from './logger.ts';
import { openParts } from './open-parts.ts';
import { bundledPlugins } from './plugins.ts';
import { runtimeOn } from './runtime-on.ts';
import { systemClock } from './system-clock.ts';
import { systemIds } from './system-ids.ts';

export interface InstanceOptions {
  readonly configuration: Configuration;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  /** A server runs executions from the start; a command only if it must. */
  readonly role: HolderRole;
  /** What holds the folder, for the message that others get. */
  readonly owner: string;
  readonly logger: Logger;
  /** Tasks that run at the same time; default four times the cores. */
  readonly workerThreads?: number | undefined;
  onBroken(error: Error): void;
}

export interface HeldInstance {
  readonly deps: Deps;
  /** Absolute. */
  readonly dataDirectory: string;
  /** Ends executions' work gracefully, closes everything, lets the folder go. Idempotent. */
  close(): Promise<void>;
}

/** Throws `FolderInUse`, `StoreInUse`, or what opening the store says; nothing is held then. */
export async function holdInstance(options: InstanceOptions): Promise<HeldInstance> {
  const { configuration, role, logger } = options;
  const layout = storageLayout(configuration, options.workingDirectory);
  // The socket is bound before the store is open: commands that arrive meanwhile wait for it.
  const opened = Promise.withResolvers<{ readonly deps: Deps; readonly configuration: Configuration }>();
  opened.promise.catch(() => undefined); // told to the caller below
  const lock = await lockInstance(layout.dataDirectory, role, carryOutIn(opened.promise));
  const undo: (() => Promise<void>)[] = [() => lock.release()];
  if (layout.isTemporary) undo.unshift(() => rm(layout.dataDirectory, { recursive: true, force: true }));
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { key, madeIn } = encryptionKey(configuration, layout.dataDirectory);
    if (madeIn !== undefined) {
      logger.warn(
        `Made an encryption key in '${madeIn}': keep a copy in a safe place, secrets cannot be read without it`,
      );
    }
    const parts = await openParts({ ...options, layout });
    undo.push(() => parts.close());
    const settings = toServiceSettings(configuration, { env: options.env, encryptionKey: key });
    const { catalog, tasks } = bundledPlugins();
    const ciphers = createCiphers(parts.store, settings.encryptionKey);
    const basis = {
      ...parts,
      settings,
      catalog,
      ciphers,
      clock: systemClock,
      ids: systemIds(systemClock),
      flowCache: new FlowCache(),
    };
    const shared = { ...basis, taskServices: createTaskServices(basis) };
    const start = (): Promise<RunningHost> =>
      runtimeOn({ ...options, ...shared, tasks, firesTriggers: role === 'server' });
    const running = role === 'server' ? await start() : hostOnDemand(start);
    undo.push(() => running.stop());
    const deps: Deps = { ...shared, host: running.host };
    opened.resolve({ deps, configuration });
    let closing: Promise<void> | undefined;
    return { deps, dataDirectory: layout.dataDirectory, close: () => (closing ??= close()) };
  } catch (error) {
    opened.reject(error);
    await close();
    throw error;
  }
}
