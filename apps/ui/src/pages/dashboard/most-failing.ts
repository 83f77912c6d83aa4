import type { WireExecutionRow } from '../../api/wire.ts';

interface FailingFlow {
  readonly namespace: string;
  readonly flowId: string;
  readonly count: number;
}

/** Flows by how often they failed, most often first; of equal ones that which failed last, as `failed` is newest first. */
export function mostFailing(failed: readonly Pick<WireExecutionRow, 'namespace' | 'flowId'>[]): readonly FailingFlow[] {
  const flows = new Map<string, FailingFlow>();
  for (const { namespace, flowId } of failed) {
    const key = `${namespace} ${flowId}`;
    flows.set(key, { namespace, flowId, count: (flows.get(key)?.count ?? 0) + 1 });
  }
  return [...flows.values()].sort((left, right) => right.count - left.count);
}
