/** The loops on the parts of an instance: executor, dispatcher, worker. */
import { availableParallelism, tmpdir } from 'node:os';
import { startRuntime, type RuntimeClock, type TaskRegistry } from '@windhover/runtime';
import { servedTenants, type Deps } from '@windhover/services';
import type { Configuration } from '../configuration/configuration.ts';
import { flowSource } from './flow-source.ts';
import type { RunningHost } from './host-on-demand.ts';
import type { Logger } from './logger.ts';

export interface RuntimeOptions extends Omit<Deps, 'host' | 'clock'> {
  readonly clock: RuntimeClock;
  readonly tasks: TaskRegistry;
  readonly configuration: Configuration;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
  readonly workerThreads?: number | undefined;
}

const killGraceMs = 10_000;
const maxOutputsBytes = 10 * 1024 * 1024;
const maxMessageLength = 64 * 1024;

export async function runtimeOn(options: RuntimeOptions): Promise<RunningHost> {
  const { configuration, logger, settings } = options;
  const runtime = await startRuntime({
    ...options,
    flows: flowSource(options),
    triggers: {
      tenants: () => servedTenants(options),
      timeZone: settings.timeZone ?? 'UTC',
      recoverMissed: 'ALL',
    },
    settings: {
      variables: settings.variables,
      url: settings.url,
      environment: configuration.find('text', 'kestra.environment.name'),
      workerThreads: options.workerThreads ?? 4 * availableParallelism(),
      tmpDir: configuration.find('text', 'kestra.tasks.tmp-dir.path') ?? tmpdir(),
      killGraceMs,
      maxOutputsBytes,
      maxMessageLength,
    },
    report: ({ message, cause, executionId }) =>
      logger.error(executionId === undefined ? message : `${message} (execution '${executionId}')`, cause),
  });
  const graceMs = configuration.get('duration', 'kestra.server.termination-grace-period');
  return { host: runtime.host, stop: () => runtime.stop({ graceMs }) };
}
