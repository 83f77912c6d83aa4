/** A worker of its own in this process: plugins, sandboxes and connections to the outside, and no store. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openConfinement } from '@windhover/confinement-linux';
import { readTenantKeys } from '@windhover/model';
import { endLeftoverProcesses } from '@windhover/plugin-script';
import { startWorker, WorkerRefused, type RunningWorker } from '@windhover/runtime';
import { toWorkerSocket, workersPath } from '@windhover/server';
import { createTenantHttp, maxFrameBytes, type WorkerSocket } from '@windhover/services';
import { WebSocket } from 'ws';
import { outboundRate, tenantAddresses } from '../configuration/backend-settings.ts';
import { confinementOptions } from '../configuration/confinement-settings.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { taskFolder } from '../configuration/storage-layout.ts';
import { version } from '../version.ts';
import type { Logger } from './logger.ts';
import { bundledPlugins } from './plugins.ts';
import { systemClock } from './system-clock.ts';
import { tellConfinement } from './tell-confinement.ts';

export interface WorkerProcessOptions {
  readonly configuration: Configuration;
  readonly logger: Logger;
  /** Addresses, with a context path if there is one. */
  readonly servers: readonly string[];
  readonly name: string;
  readonly token: string;
  readonly group?: string | undefined;
  /** Tasks that run at the same time. */
  readonly threads: number;
}

export async function startWorkerProcess(options: WorkerProcessOptions): Promise<RunningWorker> {
  const { configuration, logger, servers, name, token, group, threads } = options;
  const ended = await endLeftoverProcesses();
  if (ended > 0) logger.info(`Ended ${ended} script processes that a killed worker had left`);
  const tmpDir = taskFolder(configuration);
  await mkdir(tmpDir, { recursive: true });
  const ownDirectory = await mkdtemp(join(tmpDir, 'worker-'));
  // What tenants may reach is said here, by who runs the worker
  const records = { find: async () => undefined, idOf: readTenantKeys(undefined).idOf };
  const http = createTenantHttp({
    addresses: tenantAddresses(configuration),
    records,
    rate: outboundRate(configuration),
    clock: systemClock,
  });
  const layout = { dataDirectory: ownDirectory, storageDirectory: ownDirectory, databaseFile: '', isTemporary: true };
  const confinement = openConfinement(
    confinementOptions(configuration, layout, { of: async () => undefined, serveProxy: http.serveProxy }),
  );
  await tellConfinement(confinement, logger);
  const plugins = bundledPlugins();
  const worker = await startWorker({
    connect: (server) => connectTo(server, token),
    servers,
    name,
    version,
    slots: threads,
    group,
    tasks: plugins.tasks,
    triggers: plugins.triggerTypes,
    http,
    confinement,
    tmpDir,
    clock: systemClock,
    log: logger,
  });
  let stopping: Promise<void> | undefined;
  const stop: RunningWorker['stop'] = async (grace) => {
    await worker.stop(grace);
    await confinement.close();
    await rm(ownDirectory, { recursive: true, force: true });
  };
  return { ended: worker.ended, stop: (grace) => (stopping ??= stop(grace)) };
}

function connectTo(server: string, token: string): Promise<WorkerSocket> {
  const url = new URL(`${server.replace(/\/+$/, '')}/api/v1${workersPath}`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      headers: { authorization: `Bearer ${token}` },
      maxPayload: maxFrameBytes,
      perMessageDeflate: false,
      handshakeTimeout: handshakeMs,
    });
    socket.once('unexpected-response', (_request, { statusCode }) => {
      const refused = statusCode === 401 || statusCode === 403;
      reject(
        refused
          ? new WorkerRefused('the token is not valid; make another one for the worker group')
          : new Error(`it answered ${String(statusCode)} where workers connect`),
      );
      socket.terminate();
    });
    socket.once('error', reject);
    socket.once('open', () => {
      const opened = toWorkerSocket(socket);
      socket.off('error', reject);
      resolve(opened);
    });
  });
}

const handshakeMs = 10_000;
