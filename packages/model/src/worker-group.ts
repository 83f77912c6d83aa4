/** Workers of their own: processes outside the server that run the tasks which name their group. */
import type { JsonObject } from './json.ts';
import type { Instant } from './states.ts';
import type { TenantKey } from './tenant.ts';

export const workerGroupPattern = /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/;

/** What becomes of a task whose group has no worker: `WAIT` unless it is said. `IGNORE`: the server runs it itself. */
export const workerFallbacks = ['FAIL', 'WAIT', 'CANCEL', 'IGNORE'] as const;
export type WorkerFallback = (typeof workerFallbacks)[number];

export interface WorkerGroup {
  /** What tasks name. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** Absent: all. A tenant that is removed leaves its key here, which no other ever gets. */
  readonly allowedTenants?: readonly TenantKey[];
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** With it a process connects as a worker of the group; only its hash is kept. */
export interface WorkerToken {
  readonly id: string;
  readonly groupId: string;
  readonly name: string;
  readonly description?: string;
  /** The part that may be shown, by which it is found. */
  readonly prefix: string;
  readonly hash: string;
  readonly createdAt: Instant;
  readonly expiresAt?: Instant;
  readonly revokedAt?: Instant;
}

/** Whether a worker may connect with it, or stay connected. */
export function isValidToken(
  { revokedAt, expiresAt }: Pick<WorkerToken, 'revokedAt' | 'expiresAt'>,
  now: Instant,
): boolean {
  return revokedAt === undefined && (expiresAt === undefined || now < expiresAt);
}

/** Of a task, flow, namespace or tenant. `key` of tasks and flows may be a template. */
export interface WorkerGroupChoice {
  readonly key: string;
  readonly fallback?: WorkerFallback;
}

/** What settings of a namespace or tenant say; undefined when they name no group. */
export function workerGroupOf(settings: JsonObject): WorkerGroupChoice | undefined {
  const choice = settings['workerGroup'] as { readonly key?: unknown; readonly fallback?: unknown } | null | undefined;
  if (typeof choice?.key !== 'string' || choice.key === '') return undefined;
  const fallback = workerFallbacks.find((name) => name === choice.fallback);
  return { key: choice.key, ...(fallback === undefined ? {} : { fallback }) };
}
