/** A flow may be 1 MB, 64 levels deep, repeat anchors 100 times, and hold half a million values when all are written out. */
export const sourceLimits = {
  sizeBytes: 1024 * 1024,
  depth: 64,
  aliases: 100,
  values: 500_000,
} as const;
