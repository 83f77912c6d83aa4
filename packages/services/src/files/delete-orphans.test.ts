import { timeOrderedId, type TenantKey } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { expect, test } from 'vitest';
import { deleteOrphans, type OrphanDeps } from './delete-orphans.ts';

const hourMs = 3_600_000;
const now = 100 * hourMs;
const idAt = (at: number) => timeOrderedId(at, new Uint8Array(10).fill(7));

test('contents that no revision names go once they are old, those of the tenant alone', async () => {
  const [orphan, named, young] = [idAt(now - 2 * hourMs), idAt(now - 3 * hourMs), idAt(now - hourMs / 2)];
  const stored = new Map(
    ['ours', 'theirs'].map((tenant) => [tenant, new Set([orphan, named, young, 'not-a-content'])]),
  );
  const deps = {
    clock: { now: () => now },
    contentSweeps: { isDue: () => true },
    files: {
      open: (key: TenantKey) => ({
        list: (directory: string) =>
          Promise.resolve([...stored.get(key)!].map((id) => ({ path: `${directory}/${id}` }))),
        delete: (path: string) => Promise.resolve(stored.get(key)!.delete(path.split('/').at(-1)!)),
      }),
    },
  } as unknown as OrphanDeps;
  const fileRevisions = { listContentIds: () => Promise.resolve([named]) };

  await deleteOrphans(deps, { key: 'ours', fileRevisions } as unknown as TenantScope, 'company');

  expect([...stored.get('ours')!]).toEqual([named, young, 'not-a-content']);
  expect([...stored.get('theirs')!]).toEqual([orphan, named, young, 'not-a-content']);
});
