import type { WireExecutionRow } from '../../api/wire.ts';
import { bulkText } from '../../messages/en-bulk.ts';

interface SortedOut {
  readonly ids: readonly string[];
  /** Sentences: how many are left out, and why. */
  readonly leftOut: readonly string[];
}

/** Those of the chosen that can be acted on; the server does nothing when it is sent one that cannot. */
export function sortOut(
  chosen: readonly WireExecutionRow[],
  reasonOf: (execution: WireExecutionRow) => string | undefined,
): SortedOut {
  const ids: string[] = [];
  const reasons = new Map<string, number>();
  for (const execution of chosen) {
    const reason = reasonOf(execution);
    if (reason === undefined) ids.push(execution.id);
    else reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return { ids, leftOut: [...reasons].map(([reason, count]) => bulkText.executions.leftOut(count, reason)) };
}
