import type { TenantKey } from '@windhover/model';
import { expect, test } from 'vitest';
import { waitForEnds } from './unfinished-executions.ts';

test('whether all have ended is what the tenant itself says, also when the wait was for nothing', async () => {
  const running: Readonly<Record<string, readonly string[]>> = { busy: ['execution'] };
  const store = {
    scope: (key: TenantKey) => ({ executions: { searchIds: () => Promise.resolve(running[key] ?? []) } }),
  };
  const deps = { store, host: { waitForEnd: () => Promise.resolve() } } as unknown as Parameters<typeof waitForEnds>[0];

  expect(await waitForEnds(deps, 'busy' as TenantKey)).toBe(false);
  expect(await waitForEnds(deps, 'idle' as TenantKey)).toBe(true);
});
