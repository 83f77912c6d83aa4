import { bulkText } from '../messages/en-bulk.ts';

interface SortedOut<Row> {
  /** To which it can be done. */
  readonly fit: readonly Row[];
  /** Sentences: how many are left out, and why. */
  readonly leftOut: readonly string[];
}

/** Those of the chosen rows to which something can be done: a server may do nothing at all when it is sent one that is not fit. */
export function sortOut<Row>(chosen: readonly Row[], reasonOf: (row: Row) => string | undefined): SortedOut<Row> {
  const fit: Row[] = [];
  const reasons = new Map<string, number>();
  for (const row of chosen) {
    const reason = reasonOf(row);
    if (reason === undefined) fit.push(row);
    else reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return { fit, leftOut: [...reasons].map(([reason, count]) => bulkText.leftOut(count, reason)) };
}
