import type { TenantKey } from '@windhover/model';
import { expect, test } from 'vitest';
import { RateLimits } from './rate-limits.ts';

const none = { maxRequests: 0, windowMs: 60_000 };
const one = { maxRequests: 1, windowMs: 60_000 };
const tenant = (key: string) => ({ key: key as TenantKey, id: key, name: key });

test('flows of the same name in two tenants have a rate of their own for their webhooks, and for keys guessed at them', () => {
  const limits = new RateLimits({ client: none, tenant: none, webhooks: { flow: one, tenant: none } });
  const call = (of: string) => () => limits.demandWebhook(tenant(of), 'a.flow', 0);
  for (let guess = 0; guess < 100; guess += 1) limits.recordGuess('10.0.0.1', tenant('dev'), 'a.flow', 0);

  expect(call('dev')).not.toThrow();
  expect(call('dev')).toThrow('Too many requests');
  expect(call('stage')).not.toThrow();
  expect(() => limits.demandNoGuessing('10.0.0.1', tenant('dev'), 'a.flow', 0)).toThrow('too many wrong keys');
  expect(() => limits.demandNoGuessing('10.0.0.1', tenant('stage'), 'a.flow', 0)).not.toThrow();
});
