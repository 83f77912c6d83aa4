import { expect, test } from 'vitest';
import type { Retry } from '@windhover/model';
import { retryDelay } from './retry-delay.ts';

const constant: Retry = { type: 'constant', intervalMs: 2_000, warningOnRetry: false, behavior: 'RETRY_FAILED_TASK' };

test('exponential delays double up to the longest', () => {
  const retry: Retry = { ...constant, type: 'exponential', intervalMs: 100, maxIntervalMs: 500 };

  expect([1, 2, 3, 4].map((attempts) => retryDelay(retry, attempts, 0, 0, 'x'))).toEqual([100, 200, 400, 500]);
});

test('with jitter each delay lies between half of it and all of it', () => {
  const retry: Retry = { ...constant, type: 'exponential', intervalMs: 100, maxIntervalMs: 800, jitter: true };
  const third = Array.from({ length: 200 }, (_, index) => retryDelay(retry, 3, 0, 0, `x${index}`)!);
  const steady = Array.from({ length: 200 }, (_, index) =>
    retryDelay({ ...constant, jitter: true }, index + 1, 0, 0, 'x'),
  );

  for (const [delays, longest] of [
    [third, 400],
    [steady, 2_000],
  ] as const) {
    expect(Math.min(...(delays as number[]))).toBeGreaterThanOrEqual(longest / 2);
    expect(Math.max(...(delays as number[]))).toBeLessThanOrEqual(longest);
    expect(new Set(delays).size).toBeGreaterThan(50);
  }
});

test('random delays lie between the bounds and are the same for the same attempt', () => {
  const retry: Retry = { ...constant, type: 'random', intervalMs: 100, maxIntervalMs: 200 };
  const delays = Array.from({ length: 200 }, (_, attempt) => retryDelay(retry, attempt + 1, 0, 0, 'x')!);

  expect(Math.min(...delays)).toBeGreaterThanOrEqual(100);
  expect(Math.max(...delays)).toBeLessThanOrEqual(200);
  expect(new Set(delays).size).toBeGreaterThan(50);
  expect(retryDelay(retry, 5, 0, 0, 'x')).toBe(delays[4]);
});

test.each([0, 10])('six seconds at an interval of two allow three attempts, if each takes %i ms', (tookMs) => {
  const retry: Retry = { ...constant, maxDurationMs: 6_000 };
  let at = 0;
  let attempts = 0;
  for (let delayMs: number | undefined = 0; delayMs !== undefined; delayMs = retryDelay(retry, attempts, 0, at, 'x')) {
    at += delayMs + tookMs;
    attempts += 1;
  }

  expect(attempts).toBe(3);
});

test('maxAttempts counts the first one', () => {
  expect(retryDelay({ ...constant, maxAttempts: 1 }, 1, 0, 0, 'x')).toBeUndefined();
});
