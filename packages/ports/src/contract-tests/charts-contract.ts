import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  IllegalArgument,
  taskRunId,
  type ChartColumn,
  type ChartFilter,
  type ChartQuery,
  type ChartSource,
  type PageRequest,
} from '@windhover/model';
import type { ExecutionRow, Store, TenantScope } from '../index.ts';
import { aLogChunk, aMetricChunk, anExecution, aRevision, aTriggerState, labelsOf } from './builders.ts';
import { aScope, start, takeShard, type OpenedStore, type OpenStore } from './opened-store.ts';

const page: PageRequest = { page: 1, size: 100, sort: [] };
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const total: ChartColumn = { name: 'total', title: 'total', agg: 'COUNT' };

export function chartsContract(open: OpenStore): void {
  describe('charts', () => {
    let opened: OpenedStore;
    let store: Store;
    let run = 1;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    /** Two of `prod`, one of them failed an hour later; one of `production`, and one that tests a flow. */
    async function filled(): Promise<{ scope: TenantScope; rows: readonly ExecutionRow[] }> {
      const scope = aScope(store);
      const owner = await takeShard(store);
      const made = [
        anExecution(scope.key, {
          run: run++,
          namespace: 'prod.a',
          labels: [
            { key: 'team', value: 'sales' },
            { key: 'env', value: 'eu' },
          ],
        }),
        anExecution(scope.key, {
          run: run++,
          namespace: 'prod.b',
          flowId: 'other',
          state: 'FAILED',
          createdAt: start + hourMs,
          endedAt: start + hourMs + 5_000,
        }),
        anExecution(scope.key, {
          run: run++,
          namespace: 'production',
          state: 'RUNNING',
          createdAt: start + 2 * hourMs,
          endedAt: null,
        }),
        anExecution(scope.key, { run: run++, namespace: 'prod.a', row: { kind: 'TEST' } }),
      ];
      const [first, second] = made;
      await owner.commit({
        executionsInserted: made.map(({ row }) => row),
        labels: made.map(labelsOf),
        logs: [
          aLogChunk(first!.row, [
            { at: start + 1, level: 'INFO', message: 'begins', taskId: 'a' },
            { at: start + 2, level: 'ERROR', message: 'breaks 🦅', taskId: 'a' },
          ]),
          aLogChunk(second!.row, [{ at: start + hourMs, level: 'INFO', message: 'later', taskId: 'b' }]),
        ],
        metrics: [
          aMetricChunk(first!.row, [
            { name: 'rows', type: 'counter', value: 2 },
            { name: 'rows', type: 'counter', value: 3.5 },
          ]),
          aMetricChunk(second!.row, [{ name: 'time', type: 'timer', value: 10 }]),
        ],
      });
      return { scope, rows: made.map(({ row }) => row) };
    }

    const asks = (
      source: ChartSource,
      columns: readonly ChartColumn[],
      parts: Partial<ChartQuery> = {},
    ): ChartQuery => ({
      source,
      columns,
      where: [],
      orderBy: [],
      fromAt: start - dayMs,
      untilAt: start + dayMs,
      span: { sizeMs: hourMs, offsetMs: 0 },
      ...parts,
    });
    const read = async (scope: TenantScope, query: ChartQuery, visible: 'all' | string[] = 'all') =>
      (await scope.charts.read(query, page, visible)).results;

    test('executions are counted by what they are grouped by; tests are none', async () => {
      const { scope } = await filled();
      const columns = [column('STATE', 'state'), total, { ...column('DURATION', 'took'), agg: 'SUM' as const }];
      expect(await read(scope, asks('Executions', columns))).toEqual([
        { state: 'FAILED', total: 1, took: 5 },
        { state: 'RUNNING', total: 1, took: null },
        { state: 'SUCCESS', total: 1, took: 1 },
      ]);
    });

    test('only the namespaces that may be seen are counted, with their children', async () => {
      const { scope } = await filled();
      const query = asks('Executions', [column('NAMESPACE', 'namespace'), total]);
      expect(await read(scope, query, ['prod'])).toEqual([
        { namespace: 'prod.a', total: 1 },
        { namespace: 'prod.b', total: 1 },
      ]);
      expect(await read(scope, query, [])).toEqual([]);
    });

    test('dates are cut to spans, whose begin is that of the zone', async () => {
      const { scope } = await filled();
      const columns = [column('START_DATE', 'date'), total];
      expect(await read(scope, asks('Executions', columns))).toEqual([
        { date: start, total: 1 },
        { date: start + hourMs, total: 1 },
        { date: start + 2 * hourMs, total: 1 },
      ]);
      const inDays = asks('Executions', columns, { span: { sizeMs: dayMs, offsetMs: -hourMs } });
      expect(await read(scope, inDays)).toEqual([
        { date: start + hourMs - dayMs, total: 1 },
        { date: start + hourMs, total: 2 },
      ]);
    });

    test('only what began in the period is there, its edges included', async () => {
      const { scope, rows } = await filled();
      const query = asks('Executions', [column('ID', 'id')], { fromAt: start + hourMs, untilAt: start + 2 * hourMs });
      expect(await read(scope, query)).toEqual([{ id: rows[2]!.executionId }, { id: rows[1]!.executionId }]);
    });

    test.for<[string, ChartFilter, string[]]>([
      ['text', is('STATE', 'EQUALS', 'FAILED'), ['other']],
      ['texts', is('STATE', 'NOT_IN', ['FAILED', 'RUNNING']), ['flow']],
      ['a namespace with its children', is('NAMESPACE', 'PREFIX', 'prod'), ['other', 'flow']],
      ['an expression', is('FLOW_ID', 'REGEX', '^oth'), ['other']],
      ['a number', is('DURATION', 'GREATER_THAN', '1.5'), ['other']],
      ['a date', is('END_DATE', 'LESS_THAN', new Date(start + hourMs).toISOString()), ['flow']],
      ['a label', { ...is('LABELS', 'EQUALS', 'sales'), labelKey: 'team' }, ['flow']],
      ['the beginning of a label', { ...is('LABELS', 'STARTS_WITH', 'sa'), labelKey: 'team' }, ['flow']],
      ['not a text', { kind: 'not', filter: is('FLOW_ID', 'CONTAINS', 'LOW') }, ['other']],
      ['a scope', is('SCOPE', 'EQUALS', 'SYSTEM'), []],
      ['what is absent', is('END_DATE', 'IS_NULL', ''), ['flow']],
      ['what is there', is('END_DATE', 'IS_NOT_NULL', ''), ['other', 'flow']],
      [
        'one of several',
        { kind: 'or', any: [is('STATE', 'EQUALS', 'FAILED'), is('NAMESPACE', 'EQUALS', 'prod.a')] },
        ['other', 'flow'],
      ],
    ])('executions by %s', async ([, filter, expected]) => {
      const { scope } = await filled();
      const found = await read(scope, asks('Executions', [column('FLOW_ID', 'flow')], { where: [filter] }));
      expect(found.map(({ flow }) => flow)).toEqual(expected);
    });

    test('labels are shown one by one or together, and group', async () => {
      const { scope } = await filled();
      const where = [is('NAMESPACE', 'EQUALS', 'prod.a')];
      const columns = [{ ...column('LABELS', 'team'), labelKey: 'team' }, column('LABELS', 'all')];
      expect(await read(scope, asks('Executions', columns, { where }))).toEqual([
        { team: 'sales', all: { team: 'sales', env: 'eu' } },
      ]);
      expect(await read(scope, asks('Executions', [columns[0]!, total]))).toEqual([
        { team: null, total: 2 },
        { team: 'sales', total: 1 },
      ]);
    });

    test('rows come in the order asked for, what is absent as the least, page by page', async () => {
      const { scope } = await filled();
      const query = asks('Executions', [column('NAMESPACE', 'namespace'), column('DURATION', 'took')], {
        orderBy: [{ column: 'took', direction: 'desc' }],
      });
      const pages = await Promise.all(
        [1, 2, 3].map((number) => scope.charts.read(query, { page: number, size: 2, sort: [] }, 'all')),
      );
      expect(pages).toEqual([
        {
          results: [
            { namespace: 'prod.b', took: 5 },
            { namespace: 'prod.a', took: 1 },
          ],
          total: 3,
        },
        { results: [{ namespace: 'production', took: null }], total: 3 },
        { results: [], total: 3 },
      ]);
    });

    test('a number over all rows is one row, with what of them holds for its numerator', async () => {
      const { scope } = await filled();
      const query = asks('Executions', [{ ...total, name: 'value' }], { numerator: [is('STATE', 'EQUALS', 'FAILED')] });
      expect(await read(scope, query)).toEqual([{ value: 3, numerator: 1 }]);
      const none = asks('Executions', [{ ...column('DURATION', 'value'), agg: 'AVG' }], { untilAt: start - 1 });
      expect(await read(scope, none)).toEqual([{ value: null }]);
    });

    test('lines of logs are counted by level, and shown as they are', async () => {
      const { scope, rows } = await filled();
      expect(await read(scope, asks('Logs', [column('LEVEL', 'level'), total]))).toEqual([
        { level: 'ERROR', total: 1 },
        { level: 'INFO', total: 2 },
      ]);
      const columns = [column('MESSAGE', 'message'), column('DATE', 'date'), column('TASK_RUN_ID', 'taskRun')];
      expect(await read(scope, asks('Logs', columns, { where: [is('TASK_ID', 'EQUALS', 'a')] }))).toEqual([
        { message: 'breaks 🦅', date: start + 2, taskRun: taskRunId(rows[0]!.executionId, 0) },
        { message: 'begins', date: start + 1, taskRun: taskRunId(rows[0]!.executionId, 0) },
      ]);
      const ofTaskRun = [is('TASK_RUN_ID', 'EQUALS', taskRunId(rows[1]!.executionId, 0))];
      expect(await read(scope, asks('Logs', [total], { where: ofTaskRun }))).toEqual([{ total: 1 }]);
      expect(await read(scope, asks('Logs', [total]), ['prod.b'])).toEqual([{ total: 1 }]);
    });

    test('metrics are added up', async () => {
      const { scope } = await filled();
      const columns = [
        column('NAME', 'name'),
        { ...column('VALUE', 'sum'), agg: 'SUM' as const },
        { ...column('VALUE', 'max'), agg: 'MAX' as const },
      ];
      expect(await read(scope, asks('Metrics', columns, { where: [is('VALUE', 'LESS_THAN', '9')] }))).toEqual([
        { name: 'rows', sum: 5.5, max: 3.5 },
      ]);
      expect(await read(scope, asks('Metrics', columns), ['prod.b'])).toEqual([{ name: 'time', sum: 10, max: 10 }]);
    });

    test('triggers and flows are as they are now, whatever the period', async () => {
      const scope = aScope(store);
      await store.write([
        scope.triggers.put(aTriggerState({ namespace: 'prod', nextAt: start + 9 * dayMs })),
        scope.triggers.put(aTriggerState({ namespace: 'prod', triggerId: 'off', nextAt: start, disabled: true })),
        scope.triggers.put(aTriggerState({ namespace: 'production' })),
        scope.flows.append(aRevision({ namespace: 'prod' })),
        scope.flows.append(aRevision({ namespace: 'prod', id: 'gone' })),
        scope.flows.append(aRevision({ namespace: 'prod', id: 'gone', revision: 2, deleted: true })),
      ]);
      const triggers = asks('Triggers', [column('TRIGGER_ID', 'id'), column('NEXT_EXECUTION_DATE', 'next')]);
      expect(await read(scope, triggers, ['prod'])).toEqual([
        { id: 'off', next: null },
        { id: 'trigger', next: start + 9 * dayMs },
      ]);
      const flows = asks('Flows', [column('ID', 'id'), column('REVISION', 'revision')]);
      expect(await read(scope, flows, ['prod'])).toEqual([{ id: 'flow', revision: 1 }]);
    });

    test('what a field cannot be compared with is refused', async () => {
      const { charts } = aScope(store);
      const query = asks('Executions', [total], { where: [is('DURATION', 'CONTAINS', '1')] });
      await expect(charts.read(query, page, 'all')).rejects.toBeInstanceOf(IllegalArgument);
    });
  });
}

function column(field: string, name: string): ChartColumn {
  return { name, title: name, field };
}

type FieldFilter = Extract<ChartFilter, { readonly kind: 'field' }>;

function is(field: string, operation: FieldFilter['operation'], value: FieldFilter['value']): FieldFilter {
  return { kind: 'field', field, operation, value };
}
