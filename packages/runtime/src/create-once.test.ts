import type { Execution, TenantKey } from '@windhover/model';
import type { CreateExecution } from '@windhover/services';
import { expect, test } from 'vitest';
import { createOnce } from './create-once.ts';
import type { Tools } from './tools.ts';

test.each([
  ['idempotency key', { idempotencyKey: 'key' }],
  ['date of a trigger', { tick: { triggerKey: 'team/flow/daily', tickAt: 1 } }],
])('the same %s at the same moment makes one execution in each tenant', async (_, repeated) => {
  const none = () => Promise.resolve(undefined);
  const tools = { deps: { store: { shards: { findIdempotent: none, findTick: none } } } } as unknown as Tools;
  const create = createOnce(({ executionId }) => Promise.resolve({ id: executionId } as Execution), tools);
  const ask = (tenantKey: string, executionId: string): Promise<Execution> =>
    create({ tenantKey: tenantKey as TenantKey, executionId, ...repeated } as CreateExecution);

  const made = await Promise.all([ask('own', 'first'), ask('own', 'second'), ask('other', 'third')]);

  expect(made.map(({ id }) => id)).toEqual(['first', 'first', 'third']);
});
