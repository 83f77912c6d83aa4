/**
 * An exact count of what happened from `since` to `until` (milliseconds, both included) from a count that stops at `cap`:
 * where it stopped, each half of the time is counted.
 */
export async function countInHalves(
  count: (since: number, until: number) => Promise<number>,
  since: number,
  until: number,
  cap: number,
): Promise<number> {
  const counted = await count(since, until);
  if (counted < cap || since >= until) return counted;
  const middle = since + Math.floor((until - since) / 2);
  return (await countInHalves(count, since, middle, cap)) + (await countInHalves(count, middle + 1, until, cap));
}
