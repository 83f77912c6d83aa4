import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { taskRunId, type LogLevel, type QueryFilter } from '@windhover/model';
import type { ExecutionRow, Store, StoredLogLine, TenantScope } from '../index.ts';
import { aLogChunk, anExecution } from './builders.ts';
import { aScope, start, takeShard, type OpenedStore, type OpenStore } from './opened-store.ts';

export function logsContract(open: OpenStore): void {
  describe('logs', () => {
    let opened: OpenedStore;
    let store: Store;
    let run = 1;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    /** Two attempts of task run 0, one of task run 1, and a line of the executor itself. */
    async function filled(
      facts: { readonly namespace?: string; readonly scope?: TenantScope } = {},
    ): Promise<{ scope: TenantScope; row: ExecutionRow }> {
      const scope = facts.scope ?? aScope(store);
      const owner = await takeShard(store);
      const { row } = anExecution(scope.key, { run: run++, namespace: facts.namespace ?? 'company' });
      await owner.commit({
        executionsInserted: [row],
        logs: [
          aLogChunk(row, [line(1, 'INFO', 'first', 'a'), line(2, 'ERROR', 'it broke 🦅', 'a')]),
          aLogChunk(row, [line(5, 'INFO', 'second', 'a')], { attempt: 2 }),
          aLogChunk(row, [line(3, 'DEBUG', 'fine', 'b'), line(4, 'WARN', '100% done_', 'b')], { ord: 1 }),
          aLogChunk(row, [line(6, 'INFO', 'over')], { ord: -1, attempt: 0 }),
        ],
      });
      return { scope, row };
    }

    test('lines of an execution are in order of time and say whose they are', async () => {
      const { scope, row } = await filled();
      const lines = await scope.logs.ofExecution(row.executionId);
      expect(lines.map(({ message }) => message)).toEqual([
        'first',
        'it broke 🦅',
        'fine',
        '100% done_',
        'second',
        'over',
      ]);
      expect(lines[0]).toEqual({
        executionId: row.executionId,
        namespace: 'company',
        flowId: 'flow',
        taskId: 'a',
        taskRunId: taskRunId(row.executionId, 0),
        attemptNumber: 1,
        at: start + 1,
        level: 'INFO',
        message: 'first',
      });
      expect(lines[5]).toEqual({
        executionId: row.executionId,
        namespace: 'company',
        flowId: 'flow',
        at: start + 6,
        level: 'INFO',
        message: 'over',
      });
    });

    test('lines of an execution by level, task, task run and attempt', async () => {
      const { scope, row } = await filled();
      const messages = async (options: Parameters<TenantScope['logs']['ofExecution']>[1]) =>
        (await scope.logs.ofExecution(row.executionId, options)).map(({ message }) => message);
      expect(await messages({ minLevel: 'WARN' })).toEqual(['it broke 🦅', '100% done_']);
      expect(await messages({ taskId: 'b' })).toEqual(['fine', '100% done_']);
      expect(await messages({ taskRunId: taskRunId(row.executionId, 0) })).toEqual(['first', 'it broke 🦅', 'second']);
      expect(await messages({ taskRunId: taskRunId(row.executionId, 0), attempt: 2 })).toEqual(['second']);
      expect(await messages({ taskRunId: 'of another execution' })).toEqual([]);
    });

    test.for<[string, QueryFilter[], string[]]>([
      ['nothing: newest first', [], ['over', 'second', '100% done_', 'fine', 'it broke 🦅', 'first']],
      ['level', [filter('level', 'EQUALS', 'WARN')], ['100% done_', 'it broke 🦅']],
      ['levels below', [filter('level', 'NOT_EQUALS', 'INFO')], ['fine']],
      ['text', [filter('q', 'EQUALS', 'BROKE')], ['it broke 🦅']],
      ['text with wildcards', [filter('q', 'EQUALS', '0%')], ['100% done_']],
      ['task', [filter('taskId', 'EQUALS', 'b')], ['100% done_', 'fine']],
      ['namespace', [filter('namespace', 'PREFIX', 'other')], []],
      ['scope', [filter('scope', 'EQUALS', 'SYSTEM')], []],
      [
        'time',
        [
          filter('startDate', 'GREATER_THAN_OR_EQUAL_TO', String(start + 5)),
          filter('endDate', 'LESS_THAN', String(start + 6)),
        ],
        ['second'],
      ],
    ])('search by %s', async ([, filters, expected]) => {
      const { scope } = await filled();
      const found = await scope.logs.search(filters, { page: 1, size: 100, sort: [] }, 'all');
      expect(found.results.map(({ message }) => message)).toEqual(expected);
      expect(found.total).toBe(expected.length);
    });

    test('a search gives the oldest first when it is asked to', async () => {
      const { scope } = await filled();
      const sort = [{ field: 'timestamp', direction: 'asc' as const }];
      const [first, second] = await Promise.all(
        [1, 2].map((page) => scope.logs.search([], { page, size: 4, sort }, 'all')),
      );
      expect([...first!.results, ...second!.results].map(({ message }) => message)).toEqual([
        'first',
        'it broke 🦅',
        'fine',
        '100% done_',
        'second',
        'over',
      ]);
    });

    test('a search sees the namespaces it may see', async () => {
      const { scope, row } = await filled({ namespace: 'prod.x' });
      await filled({ namespace: 'production', scope });
      const found = await scope.logs.search([filter('level', 'EQUALS', 'ERROR')], { page: 1, size: 100, sort: [] }, [
        'prod',
      ]);
      expect(found.results.map(({ executionId }) => executionId)).toEqual([row.executionId]);
    });

    test('lines of one execution among others', async () => {
      const { scope, row } = await filled();
      await filled({ scope });
      const found = await scope.logs.search(
        [filter('executionId', 'EQUALS', row.executionId)],
        { page: 2, size: 4, sort: [] },
        'all',
      );
      expect(found.total).toBe(6);
      expect(found.results.map(({ message }) => message)).toEqual(['it broke 🦅', 'first']);
    });

    test('lines are deleted by level and task run, the rest stays', async () => {
      const { scope, row } = await filled();
      const messages = async () => (await scope.logs.ofExecution(row.executionId)).map(({ message }) => message);
      await store.write([scope.logs.deleteOfExecution(row.executionId, { minLevel: 'WARN' })]);
      expect(await messages()).toEqual(['first', 'fine', 'second', 'over']);
      await store.write([scope.logs.deleteOfExecution(row.executionId, { taskRunId: taskRunId(row.executionId, 0) })]);
      expect(await messages()).toEqual(['fine', 'over']);
      await store.write([scope.logs.deleteOfExecution(row.executionId)]);
      expect(await messages()).toEqual([]);
    });

    test('lines are deleted by task and attempt, the rest stays', async () => {
      const { scope, row } = await filled();
      const messages = async () => (await scope.logs.ofExecution(row.executionId)).map(({ message }) => message);
      await store.write([scope.logs.deleteOfExecution(row.executionId, { taskId: 'a', attempt: 1 })]);
      expect(await messages()).toEqual(['fine', '100% done_', 'second', 'over']);
      await store.write([scope.logs.deleteOfExecution(row.executionId, { taskId: 'b', minLevel: 'WARN' })]);
      expect(await messages()).toEqual(['fine', 'second', 'over']);
      await store.write([scope.logs.deleteOfExecution(row.executionId, { attempt: 2 })]);
      expect(await messages()).toEqual(['fine', 'over']);
      await store.write([scope.logs.deleteOfExecution(row.executionId, { taskId: 'none' })]);
      expect(await messages()).toEqual(['fine', 'over']);
    });

    test('of a chunk only the lines go that were written in the time asked for', async () => {
      const { scope, row } = await filled();
      const messages = async () => (await scope.logs.ofExecution(row.executionId)).map(({ message }) => message);
      await store.write([
        scope.logs.deleteOfExecution(row.executionId, { sinceAt: start + 2, untilAt: start + 3, levels: ['ERROR'] }),
      ]);
      expect(await messages()).toEqual(['first', 'fine', '100% done_', 'second', 'over']);
      await store.write([scope.logs.deleteOfExecution(row.executionId, { sinceAt: start + 4, untilAt: start + 5 })]);
      expect(await messages()).toEqual(['first', 'fine', 'over']);
      await store.write([scope.logs.deleteOfExecution(row.executionId, { untilAt: start + 1 })]);
      expect(await messages()).toEqual(['fine', 'over']);
    });

    describe('of triggers', () => {
      const trigger = { namespace: 'company', flowId: 'polled', triggerId: 'look' };
      const found = async ({ logs }: TenantScope, filters: QueryFilter[] = [], visible: 'all' | string[] = 'all') =>
        (await logs.search(filters, { page: 1, size: 100, sort: [] }, visible)).results;
      const ofTrigger = filter('triggerId', 'EQUALS', 'look');

      test('lines name their trigger and no execution, and stand among the others by time', async () => {
        const { scope } = await filled();
        await store.write([
          scope.logs.appendOfTrigger(trigger, [line(7, 'DEBUG', 'asked'), line(8, 'WARN', 'no answer 🦅')]),
        ]);

        expect((await found(scope)).slice(0, 3).map(({ message }) => message)).toEqual([
          'no answer 🦅',
          'asked',
          'over',
        ]);
        expect(await found(scope, [ofTrigger])).toEqual([
          { ...trigger, at: start + 8, level: 'WARN', message: 'no answer 🦅' },
          { ...trigger, at: start + 7, level: 'DEBUG', message: 'asked' },
        ]);
      });

      test.for<[string, QueryFilter[], string[]]>([
        ['level', [filter('level', 'EQUALS', 'WARN')], ['second']],
        ['flow', [filter('flowId', 'EQUALS', 'other')], ['third']],
        ['namespace', [filter('namespace', 'PREFIX', 'company')], ['third', 'second', 'first']],
        ['execution', [filter('executionId', 'EQUALS', 'x')], []],
        ['several triggers', [filter('triggerId', 'IN', ['look', 'peek'])], ['second', 'first']],
        ['time', [filter('startDate', 'GREATER_THAN_OR_EQUAL_TO', String(start + 2))], ['third', 'second']],
      ])('search by %s', async ([, filters, expected]) => {
        const scope = aScope(store);
        await store.write([
          scope.logs.appendOfTrigger(trigger, [line(1, 'INFO', 'first')]),
          scope.logs.appendOfTrigger(trigger, [line(2, 'WARN', 'second')]),
          scope.logs.appendOfTrigger({ ...trigger, flowId: 'other', triggerId: 'watch' }, [line(3, 'INFO', 'third')]),
        ]);

        expect((await found(scope, filters)).map(({ message }) => message)).toEqual(expected);
        expect(await found(scope, filters, ['elsewhere'])).toEqual([]);
      });

      test('lines of one trigger are deleted, all or those asked for', async () => {
        const scope = aScope(store);
        const { logs } = scope;
        const other = { ...trigger, flowId: 'other' };
        const messages = async () => (await found(scope)).map(({ message }) => message);
        const lines = [line(1, 'INFO', 'first'), line(2, 'WARN', 'second'), line(3, 'WARN', 'third')];
        await store.write([
          logs.appendOfTrigger(trigger, lines),
          logs.appendOfTrigger(other, [line(4, 'INFO', 'kept')]),
        ]);

        await store.write([logs.deleteOfTrigger(trigger, { levels: ['WARN'], untilAt: start + 2 })]);
        expect(await messages()).toEqual(['kept', 'third', 'first']);
        await store.write([logs.deleteOfTrigger(trigger)]);

        expect(await messages()).toEqual(['kept']);
      });
    });

    test('a search says where it ended when there was more than it looks through', async () => {
      const small = await open({ searchReach: 2 });
      const scope = aScope(small.store);
      const owner = await takeShard(small.store);
      const { row } = anExecution(scope.key, { run: run++, namespace: 'company' });
      const chunks = [1, 2, 3].map((ord) => aLogChunk(row, [line(ord * 10, 'INFO', `line ${ord}`)], { ord }));
      await owner.commit({ executionsInserted: [row], logs: chunks });
      const search = async (filters: readonly QueryFilter[], direction: 'asc' | 'desc' = 'desc') => {
        const page = { page: 1, size: 100, sort: [{ field: 'timestamp', direction }] };
        const { results, searchedTo } = await scope.logs.search(filters, page, 'all');
        return [results.map(({ message }) => message), searchedTo];
      };

      expect(await search([filter('q', 'EQUALS', 'line')])).toEqual([['line 3', 'line 2'], start + 10]);
      expect(await search([filter('q', 'EQUALS', 'line 1')])).toEqual([[], start + 10]);
      expect(await search([filter('q', 'EQUALS', 'line')], 'asc')).toEqual([['line 1', 'line 2'], start + 30]);
      const older = filter('endDate', 'LESS_THAN', String(start + 25));
      expect(await search([filter('q', 'EQUALS', 'line'), older])).toEqual([['line 2', 'line 1'], undefined]);
      await small.close();
    });

    test('lines may outlive their execution', async () => {
      const { scope, row } = await filled();
      await store.write([scope.executions.delete(row.executionId, { logs: false, metrics: true })]);
      expect(await scope.logs.ofExecution(row.executionId)).toHaveLength(6);
      expect(
        (await scope.logs.search([filter('namespace', 'EQUALS', 'company')], { page: 1, size: 1, sort: [] }, 'all'))
          .total,
      ).toBe(6);
      await store.write([scope.logs.deleteOfExecution(row.executionId)]);
      expect(await scope.logs.ofExecution(row.executionId)).toEqual([]);
    });
  });
}

function line(at: number, level: LogLevel, message: string, taskId?: string): StoredLogLine {
  return { at: start + at, level, message, ...(taskId !== undefined && { taskId }) };
}

function filter(field: string, operation: QueryFilter['operation'], value: QueryFilter['value']): QueryFilter {
  return { field, operation, value };
}
