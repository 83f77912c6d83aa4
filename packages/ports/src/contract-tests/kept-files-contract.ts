import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../index.ts';
import { anExecution } from './builders.ts';
import { aScope, takeShard, type OpenedStore, type OpenStore } from './opened-store.ts';

export function keptFilesContract(open: OpenStore): void {
  describe('kept files', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('they are found by their execution, and by what they went with, and forgotten together', async () => {
      const { keptFiles } = aScope(store);
      const first = { executionId: 'first', parentId: undefined, keptWith: undefined, stays: true };
      const iteration = { executionId: 'iteration', parentId: undefined, keptWith: 'first', stays: false };
      const other = { executionId: 'other', parentId: 'first', keptWith: undefined, stays: false };
      await store.write([first, iteration, other].map((kept) => keptFiles.keep(kept)));

      expect(await Promise.all(['first', 'other', 'none'].map((id) => keptFiles.find(id)))).toEqual([
        first,
        other,
        undefined,
      ]);
      expect(await keptFiles.listWith('first')).toEqual([iteration]);
      await store.write([keptFiles.forget('first')]);
      expect(await Promise.all(['first', 'iteration', 'other'].map((id) => keptFiles.find(id)))).toEqual([
        undefined,
        undefined,
        other,
      ]);
    });

    test('an execution is replayed while there is one that was made from it, or the files of one', async () => {
      const scope = aScope(store);
      const { keptFiles } = scope;
      const { row } = anExecution(scope.key, { run: 1, row: { parentId: 'original' } });
      await (await takeShard(store)).commit({ executionsInserted: [row] });
      await store.write([keptFiles.keep({ executionId: 'gone', parentId: 'earlier', stays: false })]);

      const isReplayed = () => Promise.all(['original', 'earlier', 'gone'].map((id) => keptFiles.isReplayed(id)));
      expect(await isReplayed()).toEqual([true, true, false]);
      await store.write([
        scope.executions.delete(row.executionId, { logs: true, metrics: true }),
        keptFiles.forget('gone'),
      ]);
      expect(await isReplayed()).toEqual([false, false, false]);
    });
  });
}
