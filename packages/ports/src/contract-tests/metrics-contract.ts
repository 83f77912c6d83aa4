import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { taskRunId } from '@windhover/model';
import type { ExecutionRow, MetricValue, Store, TenantScope } from '../index.ts';
import { aMetricChunk, anExecution } from './builders.ts';
import { aScope, start, takeShard, type OpenedStore, type OpenStore } from './opened-store.ts';

const rows = (value: number): MetricValue => ({ name: 'rows', type: 'counter', value, tags: { 'a\u0000b': '🦅' } });
const duration: MetricValue = { name: 'duration', type: 'timer', value: 12.5 };

export function metricsContract(open: OpenStore): void {
  describe('metrics', () => {
    let opened: OpenedStore;
    let store: Store;
    let run = 1;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    /** Two attempts of the task `load`, one of the task `save`. */
    async function filled(scope: TenantScope = aScope(store)): Promise<{ scope: TenantScope; row: ExecutionRow }> {
      const owner = await takeShard(store);
      const at = start + run * 1_000;
      const { row } = anExecution(scope.key, { run: run++, state: 'SUCCESS', createdAt: at, endedAt: at + 10 });
      await owner.commit({
        executionsInserted: [row],
        metrics: [
          aMetricChunk(row, [rows(1), duration], { at: at + 1 }),
          aMetricChunk(row, [rows(2)], { attempt: 2, at: at + 2 }),
          aMetricChunk(row, [rows(3)], { ord: 1, taskId: 'save', at: at + 3 }),
        ],
      });
      return { scope, row };
    }

    test('values of an execution say whose they are, by task run and attempt', async () => {
      const { scope, row } = await filled();

      const entries = await scope.metrics.ofExecution(row.executionId);

      expect(entries.map(({ value }) => value)).toEqual([1, 12.5, 2, 3]);
      expect(entries[0]).toEqual({
        ...rows(1),
        executionId: row.executionId,
        namespace: row.namespace,
        flowId: row.flowId,
        taskId: 'load',
        taskRunId: taskRunId(row.executionId, 0),
        attemptNumber: 1,
        at: row.createdAt + 1,
      });
    });

    test('values of an execution by task and task run', async () => {
      const { scope, row } = await filled();
      const values = async (options: Parameters<TenantScope['metrics']['ofExecution']>[1]): Promise<number[]> =>
        (await scope.metrics.ofExecution(row.executionId, options)).map(({ value }) => value);

      expect(await values({ taskId: 'save' })).toEqual([3]);
      expect(await values({ taskRunId: taskRunId(row.executionId, 0) })).toEqual([1, 12.5, 2]);
      expect(await values({ taskRunId: 'no such task run' })).toEqual([]);
    });

    test('values of a flow, the newest execution first, within times and a limit', async () => {
      const { scope, row: older } = await filled();
      const { row: newer } = await filled(scope);
      const { namespace, flowId } = newer;
      const values = async (
        limit: number,
        options?: Parameters<TenantScope['metrics']['ofFlow']>[3],
      ): Promise<string[]> =>
        (await scope.metrics.ofFlow(namespace, flowId, limit, options)).map(
          ({ executionId, value }) => `${executionId === newer.executionId ? 'newer' : 'older'} ${value}`,
        );

      expect(await values(100)).toEqual([
        ...['newer 1', 'newer 12.5', 'newer 2', 'newer 3'],
        ...['older 1', 'older 12.5', 'older 2', 'older 3'],
      ]);
      expect(await values(3)).toEqual(['newer 1', 'newer 12.5', 'newer 2', 'newer 3']);
      expect(await values(100, { taskId: 'save' })).toEqual(['newer 3', 'older 3']);
      expect(await values(100, { fromAt: older.createdAt + 3, untilAt: newer.createdAt + 1 })).toEqual([
        'newer 1',
        'newer 12.5',
        'older 3',
      ]);
      expect(await scope.metrics.ofFlow(namespace, 'another', 100)).toEqual([]);
    });

    test('values go with their execution', async () => {
      const { scope, row } = await filled();

      await store.write([scope.executions.delete(row.executionId, { logs: false, metrics: true })]);

      expect(await scope.metrics.ofExecution(row.executionId)).toEqual([]);
      expect(await scope.metrics.ofFlow(row.namespace, row.flowId, 10)).toEqual([]);
    });
  });
}
