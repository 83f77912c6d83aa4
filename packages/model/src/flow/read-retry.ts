/** A retry policy, its durations in milliseconds. */
import { parseDuration } from '@windhover/expressions';
import type { z } from 'zod';
import type { Retry } from '../flow.ts';
import type { Path } from '../problem.ts';
import { checkShape } from './check-shape.ts';
import { retrySchema } from './flow-schema.ts';
import { isPresent, report } from './reading.ts';
import type { Reading } from './reading.ts';

type WrittenRetry = z.output<typeof retrySchema>;
type DurationName = 'interval' | 'minInterval' | 'maxInterval' | 'maxDuration';

const needed: Readonly<Record<Retry['type'], readonly DurationName[]>> = {
  constant: ['interval'],
  exponential: ['interval', 'maxInterval'],
  random: ['minInterval', 'maxInterval'],
};

/** Pairs of which the first must be the shorter one. */
const ordered: readonly (readonly [DurationName, DurationName])[] = [
  ['interval', 'maxInterval'],
  ['minInterval', 'maxInterval'],
  ['interval', 'maxDuration'],
  ['minInterval', 'maxDuration'],
  ['maxInterval', 'maxDuration'],
];

export function readRetry(reading: Reading, value: unknown, path: Path): Retry | undefined {
  if (!isPresent(value)) return undefined;
  const retry = checkShape(reading, retrySchema, value, path);
  if (retry === undefined) return undefined;
  for (const name of needed[retry.type]) {
    if (retry[name] === undefined) report(reading, [...path, name], { code: 'MISSING', message: 'must not be null' });
  }
  for (const [shorter, longer] of ordered) checkOrder(reading, retry, shorter, longer, path);
  const maxAttempts = retry.maxAttempts ?? retry.maxAttempt;
  return {
    type: retry.type,
    intervalMs: parseDuration(retry.interval ?? retry.minInterval ?? 'PT0S'),
    ...(retry.maxInterval !== undefined && { maxIntervalMs: parseDuration(retry.maxInterval) }),
    ...(retry.delayFactor !== undefined && { delayFactor: retry.delayFactor }),
    ...(retry.jitter && { jitter: true }),
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(retry.maxDuration !== undefined && { maxDurationMs: parseDuration(retry.maxDuration) }),
    warningOnRetry: retry.warningOnRetry,
    behavior: retry.behavior,
  };
}

function checkOrder(
  reading: Reading,
  retry: WrittenRetry,
  shorter: DurationName,
  longer: DurationName,
  path: Path,
): void {
  const one = retry[shorter];
  const other = retry[longer];
  if (one === undefined || other === undefined || parseDuration(one) < parseDuration(other)) return;
  report(reading, [...path, shorter], {
    code: 'RULE',
    message: `'${shorter}' must be less than '${longer}' but is ${one}`,
  });
}
