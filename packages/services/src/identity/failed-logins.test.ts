import type { FailedLogins } from '@windhover/model';
import { expect, test } from 'vitest';
import { isLocked, withFailure } from './failed-logins.ts';

const settings = { threshold: 3, windowMs: 60_000, lockMs: 600_000 };

function after(...failedAt: readonly number[]): FailedLogins | undefined {
  return failedAt.reduce<FailedLogins | undefined>((seen, at) => withFailure(seen, at, settings), undefined);
}

test('failures inside the window lock the name for a while', () => {
  expect(isLocked(after(0, 1), 2, settings)).toBe(false);
  expect(isLocked(after(0, 1, 2), 600_001, settings)).toBe(true);
  expect(isLocked(after(0, 1, 2), 600_002, settings)).toBe(false);
});

test('failures during a lock do not lengthen it', () => {
  expect(after(0, 1, 2, 300_000)).toEqual({ count: 4, lockedUntil: 600_002, expiresAt: 600_002 });
});

test('failures that lie further apart do not add up', () => {
  expect(after(0, 40_000, 100_000, 140_000)).toEqual({ count: 2, expiresAt: 160_000 });
});

test('after a lock the name starts anew, but not before its window is over', () => {
  expect(after(0, 1, 2, 600_002)).toEqual({ count: 1, expiresAt: 660_002 });
  const shortLock = { ...settings, lockMs: 1000 };
  const locked = [0, 1, 2].reduce<FailedLogins | undefined>((seen, at) => withFailure(seen, at, shortLock), undefined);
  expect(isLocked(withFailure(locked, 2000, shortLock), 2001, shortLock)).toBe(true);
});

test('a clock that is set back leaves no lock that is longer than one may be', () => {
  const locked = after(600_000, 600_001, 600_002);
  expect(isLocked(locked, 600_000, settings)).toBe(false);
  expect(isLocked(locked, 600_002, settings)).toBe(true);
  expect(withFailure(locked, 0, settings)).toEqual({ count: 1, expiresAt: 60_000 });
});
