import type { TenantKey } from '@windhover/model';
import type { ExecutionHost } from './execution-host.ts';

export interface ExecutionEnd {
  /** Whether it is over now, what runs after it included. */
  isOver(): boolean;
  /** Resolves once it is, or when the watcher leaves. */
  readonly over: Promise<void>;
}

/** Watches for the end of an execution; resolves once it is known whether that is behind it already. */
export async function watchEnd(
  host: ExecutionHost,
  tenantKey: TenantKey,
  executionId: string,
  signal: AbortSignal,
): Promise<ExecutionEnd> {
  let isOver = false;
  const over = host.waitForEnd(tenantKey, executionId, signal).then(() => {
    isOver = true;
  });
  // The host answers at once for what is not live.
  await Promise.race([over, new Promise((resolve) => setImmediate(resolve))]);
  return { isOver: () => isOver, over };
}
