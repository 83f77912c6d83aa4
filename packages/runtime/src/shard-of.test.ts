import type { TenantKey } from '@windhover/model';
import { expect, test } from 'vitest';
import { shardOfTenant } from '@windhover/ports';
import { shardForNew, shardOfFlow } from './shard-of.ts';

const tenantKey = 'dev' as TenantKey;
const ids = Array.from({ length: 50 }, (_, index) => `execution-${index}`);

test('requests with one idempotency key live in one shard, whatever the ids of their executions', () => {
  const shards = ids.map((executionId) => shardForNew({ tenantKey, executionId, idempotencyKey: 'key' }, false, 64));
  expect(new Set(shards).size).toBe(1);
});

test('the same key in many tenants is spread over the shards', () => {
  const request = { executionId: 'e', idempotencyKey: 'key' };
  const shards = ids.map((id) => shardForNew({ ...request, tenantKey: id as TenantKey }, false, 64));
  expect(new Set(shards).size).toBeGreaterThan(10);
});

test('triggers of flows of the same name in many tenants are spread over the shards', () => {
  const flow = { namespace: 'team', id: 'flow' };
  expect(new Set(ids.map((id) => shardOfFlow(id as TenantKey, flow, 64))).size).toBeGreaterThan(10);
});

test('executions without a key, and those of different keys, are spread over the shards', () => {
  const byId = ids.map((executionId) => shardForNew({ tenantKey, executionId }, false, 64));
  const byKey = ids.map((id) => shardForNew({ tenantKey, executionId: 'e', idempotencyKey: id }, false, 64));
  expect(new Set(byId).size).toBeGreaterThan(10);
  expect(new Set(byKey).size).toBeGreaterThan(10);
});

test('what starts an execution goes before its key, and a limit before both', () => {
  const request = { tenantKey, executionId: 'e', idempotencyKey: 'key', shard: 7 };
  expect(shardForNew(request, false, 64)).toBe(7);
  expect(shardForNew(request, true, 64)).toBe(shardOfTenant(tenantKey, 64));
});
