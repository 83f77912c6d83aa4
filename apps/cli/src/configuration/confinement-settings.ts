/** What script tasks run in. */
import { resolve } from 'node:path';
import type { Backend, ConfinementOptions, Networks } from '@windhover/confinement-linux';
import { scriptNetworks, type ScriptNetwork } from '@windhover/model';
import type { Configuration } from './configuration.ts';
import { isShared } from './shared-instance.ts';
import { taskFolder, type StorageLayout } from './storage-layout.ts';

export function confinementOptions(
  configuration: Configuration,
  { dataDirectory, storageDirectory }: StorageLayout,
  networks: Omit<Networks, 'usual'>,
): ConfinementOptions {
  return {
    isolation: isolation(configuration),
    networks: { ...networks, usual: usualNetwork(configuration) },
    backends: wantedBackends(configuration).filter(isBackend),
    bubblewrap: configuration.get('text', 'kestra.tasks.sandbox.bubblewrap'),
    searchPath: process.env['PATH'] ?? '',
    readOnlyPaths: configuration.get('list', 'kestra.tasks.sandbox.read-only-paths'),
    hiddenPaths: [dataDirectory, storageDirectory, taskFolder(configuration)],
    ownFolder: resolve(dataDirectory, 'sandbox'),
    limits: limits(configuration),
  };
}

/** One that is misspelt would be missed only when it is needed. */
export function checkConfinement(configuration: Configuration): string[] {
  return wantedBackends(configuration)
    .filter((name) => !isBackend(name))
    .map((name) => `kestra.tasks.sandbox.backends: '${name}' is unknown; known are bubblewrap, unshare`);
}

function wantedBackends(configuration: Configuration): readonly string[] {
  return configuration.get('list', 'kestra.tasks.sandbox.backends');
}

function isBackend(name: string): name is Backend {
  return name === 'bubblewrap' || name === 'unshare';
}

/** Whoever shares the instance with others must not reach them; one team that owns it may do without a sandbox. */
function isolation(configuration: Configuration): ConfinementOptions['isolation'] {
  const wanted = configuration.find('text', 'kestra.tasks.isolation');
  if (wanted === 'sandbox' || wanted === 'auto' || wanted === 'none') return wanted;
  return isShared(configuration) ? 'sandbox' : 'auto';
}

function usualNetwork(configuration: Configuration): ScriptNetwork {
  const wanted = configuration.find('text', 'kestra.tasks.network');
  return scriptNetworks.find((network) => network === wanted) ?? (isShared(configuration) ? 'filtered' : 'open');
}

/** What tenants who share the instance may take, unless the configuration says otherwise. */
const sharedLimits = { memory: 512 * 1024 ** 2, cpus: 1, disk: 1024 ** 3, duration: 3_600_000 } as const;

function limits(configuration: Configuration): ConfinementOptions['limits'] {
  const shared = isShared(configuration);
  const limit = (type: 'size' | 'number' | 'duration', name: keyof typeof sharedLimits): number | undefined => {
    const given = configuration.find(type, `kestra.tasks.limits.${name}`);
    return given === 0 ? undefined : (given ?? (shared ? sharedLimits[name] : undefined));
  };
  const always = (name: 'processes' | 'open-files'): number | undefined => {
    const given = configuration.get('number', `kestra.tasks.limits.${name}`);
    return given === 0 ? undefined : given;
  };
  return {
    memoryBytes: limit('size', 'memory'),
    cpus: limit('number', 'cpus'),
    processes: always('processes'),
    openFiles: always('open-files'),
    diskBytes: limit('size', 'disk'),
    durationMs: limit('duration', 'duration'),
  };
}
