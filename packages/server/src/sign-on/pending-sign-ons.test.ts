import { randomBytes } from 'node:crypto';
import type { Deps } from '@windhover/services';
import { expect, test } from 'vitest';
import { pendingLifeMs, PendingSignOns } from './pending-sign-ons.ts';

test('an answer is taken once, however many others come before it is tried again', () => {
  const { signOns } = aServer();
  const first = signOns.begin('corp', '/');
  expect(signOns.take('corp', first.cookie, first.pending.state)?.nonce).toBe(first.pending.nonce);

  for (let others = 0; others < 10_001; others += 1) {
    const { pending, cookie } = signOns.begin('corp', '/');
    signOns.take('corp', cookie, pending.state);
  }

  expect(signOns.take('corp', first.cookie, first.pending.state)).toBeUndefined();
});

test('an answer that comes too late is taken no more', () => {
  const { signOns, clock } = aServer();
  const { pending, cookie } = signOns.begin('corp', '/');
  clock.at += pendingLifeMs;
  expect(signOns.take('corp', cookie, pending.state)).toBeUndefined();
});

function aServer() {
  const clock = { at: 1_000, now: () => clock.at, monotonic: () => clock.at };
  const ids = { next: () => '', random: (length: number) => new Uint8Array(randomBytes(length)) };
  const settings = { encryptionKey: new Uint8Array(32) } as Deps['settings'];
  return { signOns: new PendingSignOns({ clock, ids, settings }), clock };
}
