/** What servers and their workers agree on, and what a worker of its own is told. */
import { hostname } from 'node:os';
import type { RuntimeSettings } from '@windhover/runtime';
import type { Configuration } from './configuration.ts';
import { isMap } from './settings-tree.ts';

/** A worker is heard so often in its lease at least that one message which is late does not cost it. */
const leastBeats = 4;

export function workerLease(configuration: Configuration): RuntimeSettings['workerLease'] {
  const leaseMs = configuration.get('duration', 'kestra.server.lease.duration');
  const beatMs = configuration.get('duration', 'kestra.server.lease.renew-interval');
  return { leaseMs, beatMs: Math.min(beatMs, leaseMs / leastBeats) };
}

export interface WorkerSettings {
  readonly name: string;
  readonly token: string | undefined;
}

export function workerSettings(configuration: Configuration): WorkerSettings {
  return {
    name: configuration.find('text', 'kestra.worker.name') ?? hostname(),
    token: configuration.find('text', 'kestra.worker.auth.token'),
  };
}

/** What a worker must not be given: it could be taken from it, and it has no use for it. */
const serversOwn = ['datasources', 'kestra.encryption', 'kestra.secret', 'kestra.storage', 'kestra.jdbc'] as const;

/** All of it that the configuration has, as sentences. */
export function checkWorkerSettings({ tree }: Configuration): string[] {
  return serversOwn.flatMap((path) => {
    let at: unknown = tree;
    for (const name of path.split('.')) at = isMap(at) ? at[name] : undefined;
    return at === undefined ? [] : [`${path}: is the server's alone; take it out of what this worker is given`];
  });
}
