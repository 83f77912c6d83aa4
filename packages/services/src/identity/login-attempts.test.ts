import { expect, test } from 'vitest';
import { LoginAttempts } from './login-attempts.ts';

const settings = { threshold: 3, windowMs: 60_000, lockMs: 600_000 };

test('failures inside the window lock the name for a while, whatever its case', () => {
  const attempts = new LoginAttempts(settings);
  expect(attempts.recordFailure('Ann', '::1', 0)).toBe(false);
  expect(attempts.recordFailure('ann', '::1', 1)).toBe(false);
  expect(attempts.recordFailure('ANN', '::1', 2)).toBe(true);
  expect(attempts.recordFailure('ann', '::1', 3)).toBe(false);
  expect(attempts.isLocked('ann', 600_001)).toBe(true);
  expect(attempts.isLocked('ann', 600_002)).toBe(false);
});

test('failures that lie further apart do not add up', () => {
  const attempts = new LoginAttempts(settings);
  for (const at of [0, 40_000, 100_000, 140_000]) attempts.recordFailure('ann', undefined, at);
  expect(attempts.isLocked('ann', 140_001)).toBe(false);
});

test('a new password unlocks', () => {
  const attempts = new LoginAttempts(settings);
  for (let at = 0; at < 3; at += 1) attempts.recordFailure('ann', undefined, at);
  attempts.forget('ANN');
  expect(attempts.isLocked('ann', 4)).toBe(false);
});

test('an address that fails without end is refused until its window is over', () => {
  const attempts = new LoginAttempts(settings);
  for (let index = 0; index < 99; index += 1) attempts.recordFailure(`user${index}`, '203.0.113.7', index);
  attempts.checkAddress('203.0.113.7', 100);
  attempts.recordFailure('user99', '203.0.113.7', 100);
  expect(() => attempts.checkAddress('203.0.113.7', 101)).toThrow('too many failed logins from this address');
  attempts.checkAddress('203.0.113.8', 101);
  attempts.checkAddress('203.0.113.7', 300_000);
});
