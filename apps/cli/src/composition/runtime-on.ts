/** The loops on the parts of an instance: executor, dispatcher, worker. */
import { availableParallelism } from 'node:os';
import type { Confinements } from '@windhover/model';
import type { TakesShare } from '@windhover/ports';
import {
  startRuntime,
  type RuntimeClock,
  type RuntimeDeps,
  type TaskRegistry,
  type TriggerRegistry,
} from '@windhover/runtime';
import { servedTenants, type Deps, type Meters, type TenantHttp } from '@windhover/services';
import type { Configuration } from '../configuration/configuration.ts';
import { taskFolder } from '../configuration/storage-layout.ts';
import { isMap } from '../configuration/settings-tree.ts';
import { workerLease } from '../configuration/worker-settings.ts';
import { version } from '../version.ts';
import { flowSource } from './flow-source.ts';
import type { RunningHost } from './host-on-demand.ts';
import type { Logger } from './logger.ts';

export interface RuntimeOptions extends Omit<Deps, 'host' | 'clock'> {
  readonly clock: RuntimeClock;
  readonly tasks: TaskRegistry;
  readonly triggerTypes: TriggerRegistry;
  readonly http: TenantHttp;
  readonly confinement: Confinements;
  readonly configuration: Configuration;
  readonly logger: Logger;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workerThreads?: number | undefined;
  readonly meters?: Meters | undefined;
  /** Whether executions are served here, and, if always, triggers. */
  readonly takesShare: TakesShare;
}

const killGraceMs = 10_000;
const maxOutputsBytes = 10 * 1024 * 1024;
const maxMessageLength = 64 * 1024;

export async function runtimeOn(options: RuntimeOptions): Promise<RunningHost> {
  const { configuration, logger, settings } = options;
  const runtime = await startRuntime({
    ...options,
    flows: flowSource(options),
    ...(options.takesShare === 'always' && { triggers: triggerSettings(options) }),
    settings: {
      variables: settings.variables,
      recursiveRendering: settings.recursiveRendering,
      url: settings.url,
      environment: configuration.find('text', 'kestra.environment.name'),
      workerThreads: options.workerThreads ?? 4 * availableParallelism(),
      tmpDir: taskFolder(configuration),
      killGraceMs,
      maxOutputsBytes,
      maxMessageLength,
      version,
      workerLease: workerLease(configuration),
    },
    report({ message, cause, executionId, isWarning }) {
      if (isWarning === true) logger.warn(message);
      else logger.error(executionId === undefined ? message : `${message} (execution '${executionId}')`, cause);
    },
  });
  const graceMs = configuration.get('duration', 'kestra.server.termination-grace-period');
  return { host: runtime.host, stop: () => runtime.stop({ graceMs }) };
}

function triggerSettings(options: RuntimeOptions): RuntimeDeps['triggers'] {
  return {
    types: options.triggerTypes,
    tenants: () => servedTenants(options),
    timeZone: options.settings.timeZone ?? 'UTC',
    recoverMissed: recoverMissed(options.configuration),
    keptEvaluations: options.settings.kept.triggerEvaluations,
    history: options.triggerHistory,
  };
}

function recoverMissed(configuration: Configuration): 'ALL' | 'LAST' | 'NONE' {
  const schedule = configuration
    .get('maps', 'kestra.plugins.configurations')
    .find(({ type }) => type === 'io.kestra.plugin.core.trigger.Schedule');
  const values = schedule?.['values'];
  const wanted = isMap(values) ? values['recoverMissedSchedules'] : undefined;
  return wanted === 'LAST' || wanted === 'NONE' ? wanted : 'ALL';
}
