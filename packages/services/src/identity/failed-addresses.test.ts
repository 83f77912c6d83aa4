import { expect, test } from 'vitest';
import { FailedAddresses } from './failed-addresses.ts';

test('an address that fails without end is refused until its window is over', () => {
  const addresses = new FailedAddresses();
  for (let index = 0; index < 99; index += 1) addresses.record('203.0.113.7', index);
  addresses.check('203.0.113.7', 100);
  addresses.record('203.0.113.7', 100);
  expect(() => addresses.check('203.0.113.7', 101)).toThrow('too many failed logins from this address');
  addresses.check('203.0.113.8', 101);
  addresses.check('203.0.113.7', 300_000);
});
