/** When the next attempt is due. */
import type { Instant, Retry } from '@windhover/model';

/**
 * Delay before the next attempt, in milliseconds; undefined when none is left. `attempts` counts those made so far,
 * `firstAt` is when the first began: every attempt starts before `firstAt` + maxDuration. Exponential: interval ×
 * factor^(attempts − 1), at most maxInterval; with jitter at least half of that. Random: between interval and maxInterval.
 * Chance is decided by `seed`, so that the same event gives the same answer.
 */
export function retryDelay(
  retry: Retry,
  attempts: number,
  firstAt: Instant,
  at: Instant,
  seed: string,
): number | undefined {
  if (retry.maxAttempts !== undefined && attempts >= retry.maxAttempts) return undefined;
  const delayMs = intervalMs(retry, attempts, seed);
  if (retry.maxDurationMs !== undefined && at + delayMs >= firstAt + retry.maxDurationMs) return undefined;
  return delayMs;
}

function intervalMs(retry: Retry, attempts: number, seed: string): number {
  switch (retry.type) {
    case 'constant':
      return withJitter(retry, retry.intervalMs, `${seed}:${attempts}`);
    case 'exponential': {
      const delayMs = retry.intervalMs * (retry.delayFactor ?? 2) ** (attempts - 1);
      const longest = Math.round(Math.min(delayMs, retry.maxIntervalMs ?? longestMs));
      return withJitter(retry, longest, `${seed}:${attempts}`);
    }
    case 'random': {
      const spanMs = (retry.maxIntervalMs ?? retry.intervalMs) - retry.intervalMs;
      return retry.intervalMs + Math.round(spanMs * fractionOf(`${seed}:${attempts}`));
    }
  }
}

/** What failed together shall not come back together. */
function withJitter({ jitter }: Retry, delayMs: number, seed: string): number {
  return jitter === true ? Math.round((delayMs * (1 + fractionOf(seed))) / 2) : delayMs;
}

/** Without a maxInterval the exponent would soon leave the calendar. */
const longestMs = 365 * 86_400_000;

/** A fraction in [0, 1) spread evenly over texts (FNV-1a with a final mix). */
function fractionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
