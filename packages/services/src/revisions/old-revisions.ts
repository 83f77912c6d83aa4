/** Which go; exactly one is set. */
export interface PurgeRule {
  readonly beforeAt?: number | undefined;
  readonly keepAmount?: number | undefined;
}

/** Those that the rule names of revisions that come oldest first, without the `least` newest, by default the newest one. */
export function oldRevisions<Revision extends { readonly createdAt: number }>(
  revisions: readonly Revision[],
  { beforeAt, keepAmount = 0 }: PurgeRule,
  least = 1,
): readonly Revision[] {
  const kept = Math.max(least, keepAmount);
  return revisions
    .slice(0, revisions.length - kept)
    .filter(({ createdAt }) => beforeAt === undefined || createdAt < beforeAt);
}
