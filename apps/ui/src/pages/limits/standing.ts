/** How far a limit is used up. */
export type Standing = 'free' | 'near' | 'reached' | 'exceeded';

export interface Use {
  readonly count: number;
  readonly limit: number;
}

const nearFrom = 0.8;

/** What is there may exceed a limit that was set later; one of 0 is reached by nothing. */
export function standingOf({ count, limit }: Use): Standing {
  if (count > limit) return 'exceeded';
  if (count === limit) return 'reached';
  return count >= limit * nearFrom ? 'near' : 'free';
}

/** From 0 to 1, however much there is. */
export function filledPart({ count, limit }: Use): number {
  return count >= limit ? 1 : count / limit;
}
