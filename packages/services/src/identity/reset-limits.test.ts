import { expect, test } from 'vitest';
import { ResetLimits } from './reset-limits.ts';

const settings = { cooldownMs: 100, maxRequests: 2, windowMs: 1_000 };

test('an account gets mail after a pause, each account its own', () => {
  const limits = new ResetLimits(settings);
  expect([limits.mayMail('a', 0), limits.mayMail('a', 99), limits.mayMail('b', 99), limits.mayMail('a', 100)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

test('an address asks so often in a window, and is told when it may again', () => {
  const limits = new ResetLimits(settings);
  limits.countAddress('1.2.3.4', 0);
  limits.countAddress('1.2.3.4', 10);
  limits.countAddress('5.6.7.8', 10);
  expect(() => limits.countAddress('1.2.3.4', 500)).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ retryAfterSeconds: 1 }) }),
  );
  limits.countAddress('1.2.3.4', 1_000);
});
