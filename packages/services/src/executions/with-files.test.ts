import type { Execution, TenantKey } from '@windhover/model';
import { describe, expect, test } from 'vitest';
import type { Deps } from '../deps.ts';
import { withFiles } from './with-files.ts';

const [ours, theirs] = ['ours', 'theirs'] as TenantKey[];
const place = { namespace: 'company', flowId: 'f', executionId: 'e' };

/** Tells which directories were deleted, with the tenant. `stored`: tenants that have the execution. */
async function deletedAfter(start: () => Promise<Execution | undefined>, stored: readonly unknown[] = []) {
  const deleted: string[] = [];
  const deps = {
    store: {
      scope: (key: TenantKey) => ({ executions: { find: () => Promise.resolve(stored.find((it) => it === key)) } }),
    },
    files: {
      open: (key: TenantKey) => ({ delete: (path: string) => Promise.resolve(deleted.push(`${key} ${path}`)) }),
    },
  };
  await withFiles(deps as unknown as Deps, ours!, place, start).catch(() => undefined);
  return deleted;
}

describe('files of a start', () => {
  const directory = 'ours /company/f/executions/e';

  test('stay when it began, or may have begun although nobody was answered', async () => {
    expect(await deletedAfter(() => Promise.resolve({ id: 'e' } as Execution))).toEqual([]);
    expect(await deletedAfter(() => Promise.reject(new Error('lost')), [ours])).toEqual([]);
  });

  test('go when it was refused, or had been made before under another id', async () => {
    expect(await deletedAfter(() => Promise.reject(new Error('full')))).toEqual([directory]);
    expect(await deletedAfter(() => Promise.resolve({ id: 'earlier' } as Execution))).toEqual([directory]);
  });

  test('go although another tenant has an execution of this id', async () => {
    expect(await deletedAfter(() => Promise.reject(new Error('full')), [theirs])).toEqual([directory]);
  });
});
