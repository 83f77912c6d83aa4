import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  beginIn,
  correlationLabel,
  enter,
  taskRunId,
  type PageRequest,
  type QueryFilter,
  type Sort,
  type StateName,
} from '@windhover/model';
import { Conflict, type Store, type TenantScope } from '../index.ts';
import { aLiveRow, aLogChunk, anEndedRow, anExecution, aTaskRun, labelsOf, type ExecutionFacts } from './builders.ts';
import { anId, aScope, start, takeShard, type OpenedStore, type OpenStore } from './opened-store.ts';

const hourMs = 3_600_000;

export function executionsContract(open: OpenStore): void {
  describe('executions', () => {
    let opened: OpenedStore;
    let store: Store;
    let run = 1;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    /** Commits executions one hour apart, oldest first; they are known by their flow's id. */
    async function filled(facts: readonly Omit<ExecutionFacts, 'run'>[]): Promise<TenantScope> {
      const scope = aScope(store);
      const owner = await takeShard(store);
      const made = facts.map((fact, index) =>
        anExecution(scope.key, { run: run++, createdAt: start + index * hourMs, ...fact }),
      );
      await owner.commit({ executionsInserted: made.map(({ row }) => row), labels: made.map(labelsOf) });
      return scope;
    }

    async function flowsFound(
      scope: TenantScope,
      filters: readonly QueryFilter[],
      sort: readonly Sort[] = [],
      visible: 'all' | string[] = 'all',
    ) {
      const found = await scope.executions.search(filters, { page: 1, size: 100, sort }, visible);
      expect(found.total).toBe(found.results.length);
      return found.results.map(({ flowId }) => flowId);
    }

    test('search by the task run that started them, iterations of a loop and others', async () => {
      const parent = anId();
      const loopRun = (ord: number) => ({ taskId: 't', ord, index: 0, value: 'x', within: [parent], parents: [] });
      const row = { triggerExecutionId: parent };
      const trigger = { id: 't', type: 'T', variables: { executionId: parent, taskRunId: taskRunId(parent, 2) } };
      const scope = await filled([
        { flowId: 'first', row: { ...row, kind: 'LOOP' }, body: { loopRun: loopRun(0), trigger } },
        { flowId: 'second', row: { ...row, kind: 'LOOP' }, body: { loopRun: loopRun(1), trigger } },
        { flowId: 'child', row, body: { trigger } },
        {
          flowId: 'stranger',
          row: { ...row, triggerExecutionId: anId(), kind: 'LOOP' },
          body: { loopRun: loopRun(0) },
        },
      ]);
      const found = (ord: number) => flowsFound(scope, [filter('triggerTaskRunId', 'EQUALS', taskRunId(parent, ord))]);

      expect([await found(0), await found(1), await found(2), await found(3)]).toEqual([
        ['first'],
        ['second'],
        ['child'],
        [],
      ]);
      await expect(flowsFound(scope, [filter('triggerTaskRunId', 'CONTAINS', 'x')])).rejects.toThrow('CONTAINS');
    });

    test('an execution comes back as it was committed', async () => {
      const scope = aScope(store);
      const owner = await takeShard(store);
      const { row, execution } = anExecution(scope.key, {
        run: run++,
        labels: [{ key: 'naïve', value: '🦅 "x" \\' }],
        body: {
          inputs: { text: 'ü\u2028', list: [1, 2.5, null], big: 'x'.repeat(200_000) },
          trigger: { id: 't', type: 'T', variables: {} },
        },
      });
      await owner.commit({ executionsInserted: [row] });
      expect(await scope.executions.find(execution.id)).toEqual(execution);
      expect(await scope.executions.find(anId())).toBeUndefined();
      expect(await scope.executions.count()).toBe(1);
    });

    test('a search by text or in an order of its own says where it ended when there were more', async () => {
      const small = await open({ searchReach: 2 });
      const scope = aScope(small.store);
      const owner = await takeShard(small.store);
      const made = ['c', 'b', 'a'].map((flowId, index) =>
        anExecution(scope.key, { run: run++, createdAt: start + index * hourMs, flowId }),
      );
      await owner.commit({ executionsInserted: made.map(({ row }) => row) });
      const search = async (filters: readonly QueryFilter[], sort: readonly Sort[] = []) => {
        const found = await scope.executions.search(filters, { page: 1, size: 100, sort }, 'all');
        return [found.results.map(({ flowId }) => flowId), found.searchedTo];
      };
      const text = (value: string) => [{ field: 'q', operation: 'EQUALS', value } as const];

      expect(await search([])).toEqual([['a', 'b', 'c'], undefined]);
      expect(await search([], [{ field: 'flowId', direction: 'desc' }])).toEqual([['b', 'a'], start]);
      expect(await search(text(made[1]!.execution.id))).toEqual([['b'], start]);
      expect(await search(text(made[0]!.execution.id))).toEqual([[], start]);
      await small.close();
    });

    test('the newest stands first', async () => {
      const scope = await filled([{ flowId: 'one' }, { flowId: 'two' }, { flowId: 'three' }]);
      expect(await flowsFound(scope, [])).toEqual(['three', 'two', 'one']);
    });

    test.for<[string, QueryFilter[], string[]]>([
      ['id of the flow', [filter('flowId', 'EQUALS', 'a')], ['a']],
      ['one flow', [filter('namespace', 'EQUALS', 'company'), filter('flowId', 'EQUALS', 'b')], ['b']],
      ['revision of the flow', [filter('flowRevision', 'EQUALS', '12')], ['e']],
      ['namespace', [filter('namespace', 'EQUALS', 'company')], ['b', 'a']],
      ['namespace and its children', [filter('namespace', 'PREFIX', 'company')], ['c', 'b', 'a']],
      ['another namespace', [filter('namespace', 'NOT_EQUALS', 'company')], ['e', 'd', 'c']],
      ['state', [filter('state', 'EQUALS', 'FAILED')], ['c']],
      ['the usual state', [filter('state', 'EQUALS', 'SUCCESS')], ['d', 'a']],
      ['states', [filter('state', 'IN', ['RUNNING', 'FAILED'])], ['c', 'b']],
      ['states, the usual one among them', [filter('state', 'IN', ['SUCCESS', 'FAILED'])], ['d', 'c', 'a']],
      ['any other state', [filter('state', 'NOT_IN', ['SUCCESS'])], ['e', 'c', 'b']],
      ['a label', [filter('labels', 'EQUALS', { team: 'data' })], ['c', 'a']],
      ['two labels', [filter('labels', 'EQUALS', { team: 'data', env: 'prod' })], ['c']],
      ['one of two labels', [filter('labels', 'IN', { team: 'data', env: 'prod' })], ['d', 'c', 'a']],
      ['one of two values of a label', [filter('labels', 'IN', { team: 'web,data' })], ['c', 'a']],
      ['not a label', [filter('labels', 'NOT_EQUALS', { team: 'data' })], ['e', 'd', 'b']],
      [
        'a label of a namespace',
        [filter('labels', 'EQUALS', { team: 'data' }), filter('namespace', 'EQUALS', 'company')],
        ['a'],
      ],
      ['start at or after', [filter('startDate', 'GREATER_THAN_OR_EQUAL_TO', iso(start + 3 * hourMs))], ['e', 'd']],
      ['start before', [filter('startDate', 'LESS_THAN', iso(start + hourMs))], ['a']],
      [
        'a range of starts',
        [filter('startDate', 'GREATER_THAN', iso(start)), filter('startDate', 'LESS_THAN', String(start + 2 * hourMs))],
        ['b'],
      ],
      ['end', [filter('endDate', 'LESS_THAN_OR_EQUAL_TO', iso(start + 2 * hourMs + 1_000))], ['c', 'a']],
      [
        'start or end before',
        [filter('startOrEndDate', 'EQUALS', { LESS_THAN_OR_EQUAL_TO: iso(start + 2 * hourMs + 1_000) })],
        ['c', 'b', 'a'],
      ],
      [
        'start or end within',
        [
          filter('startOrEndDate', 'EQUALS', {
            GREATER_THAN: iso(start + 2 * hourMs),
            LESS_THAN: iso(start + 3 * hourMs),
          }),
        ],
        ['c'],
      ],
      ['kind', [filter('kind', 'EQUALS', 'TEST')], ['e']],
      ['the ordinary kind', [filter('kind', 'EQUALS', 'NORMAL')], ['d', 'c', 'b', 'a']],
      ['parent', [filter('parentId', 'EQUALS', 'parent1')], ['d']],
      ['triggering execution', [filter('triggerExecutionId', 'EQUALS', 'trigger1')], ['d']],
      ['children', [filter('childFilter', 'EQUALS', 'CHILD')], ['d']],
      ['all but children', [filter('childFilter', 'EQUALS', 'MAIN')], ['e', 'c', 'b', 'a']],
      ['not what is no child', [filter('childFilter', 'NOT_EQUALS', 'MAIN')], ['d']],
      ['correlation', [filter('labels', 'EQUALS', { [correlationLabel]: 'chain1' })], ['e']],
      ['free text in names', [filter('q', 'EQUALS', 'OTHER')], ['e', 'd']],
      ['free text in what was put in', [filter('q', 'EQUALS', 'needle')], ['b']],
      ['free text and state', [filter('q', 'EQUALS', 'company'), filter('state', 'EQUALS', 'FAILED')], ['c']],
      ['scope', [filter('scope', 'EQUALS', 'SYSTEM')], []],
      ['nothing that exists', [filter('namespace', 'EQUALS', 'nowhere')], []],
    ])('search by %s', async ([, filters, expected]) => {
      const scope = await filled([
        { flowId: 'a', namespace: 'company', labels: [{ key: 'team', value: 'data' }] },
        { flowId: 'b', namespace: 'company', state: 'RUNNING', endedAt: null, body: { inputs: { text: 'a needle' } } },
        {
          flowId: 'c',
          namespace: 'company.team',
          state: 'FAILED',
          labels: [
            { key: 'team', value: 'data' },
            { key: 'env', value: 'prod' },
          ],
        },
        {
          flowId: 'd',
          namespace: 'other',
          labels: [{ key: 'env', value: 'prod' }],
          row: { parentId: 'parent1', triggerExecutionId: 'trigger1' },
        },
        {
          flowId: 'e',
          namespace: 'other',
          state: 'KILLED',
          row: { kind: 'TEST', correlationId: 'chain1', revision: 12 },
        },
      ]);
      expect(await flowsFound(scope, filters)).toEqual(expected);
      expect(await scope.executions.searchIds(filters, 'all', 1)).toHaveLength(Math.min(expected.length, 1));
      expect(await scope.executions.searchIds(filters, 'all', 100)).toHaveLength(expected.length);
      expect(await scope.executions.count(filters)).toBe(expected.length);
    });

    test('an execution is the first of its own chain', async () => {
      const scope = await filled([{ flowId: 'root' }, { flowId: 'other' }]);
      const [, root] = (await scope.executions.search([], page(1, 10), 'all')).results;
      expect(await flowsFound(scope, [filter('labels', 'EQUALS', { [correlationLabel]: root!.id })])).toEqual(['root']);
    });

    test('a search sees the namespaces it may see, and their children', async () => {
      const scope = await filled([
        { flowId: 'a', namespace: 'prod' },
        { flowId: 'b', namespace: 'prod.x' },
        { flowId: 'c', namespace: 'production' },
      ]);
      expect(await flowsFound(scope, [], [], ['prod'])).toEqual(['b', 'a']);
      expect(await flowsFound(scope, [], [], ['prod.x', 'production'])).toEqual(['c', 'b']);
      expect(await flowsFound(scope, [filter('q', 'EQUALS', 'prod')], [], ['prod.x'])).toEqual(['b']);
      expect(await flowsFound(scope, [], [], [])).toEqual([]);
      expect(await scope.executions.searchIds([], ['prod'], 10)).toHaveLength(2);
      expect(await scope.executions.count([], ['prod'])).toBe(2);
    });

    test.for<[string, Sort['direction'], string[]]>([
      ['id', 'asc', ['b', 'a', 'c']],
      ['id', 'desc', ['c', 'a', 'b']],
      ['state.startDate', 'asc', ['b', 'a', 'c']],
      ['state.endDate', 'asc', ['c', 'b', 'a']],
      ['state.duration', 'desc', ['a', 'b', 'c']],
      ['state.current', 'asc', ['a', 'c', 'b']],
      ['namespace', 'asc', ['c', 'b', 'a']],
      ['flowId', 'desc', ['c', 'b', 'a']],
    ])('sorting by %s %s', async ([field, direction, expected]) => {
      const scope = await filled([
        { flowId: 'b', namespace: 'ns.b', endedAt: start + hourMs },
        { flowId: 'a', namespace: 'ns.c', state: 'FAILED', endedAt: start + 9 * hourMs },
        { flowId: 'c', namespace: 'ns.a', state: 'RUNNING', endedAt: null },
      ]);
      expect(await flowsFound(scope, [], [{ field, direction }])).toEqual(expected);
    });

    test('pages add up and stay as they are while executions arrive after them', async () => {
      const scope = await filled(Array.from({ length: 25 }, (_, index) => ({ flowId: `f${index}` })));
      const oldestFirst = (number: number) =>
        scope.executions.search([], page(number, 10, [{ field: 'id', direction: 'asc' }]), 'all');
      const pages = [];
      for (const number of [1, 2, 3]) {
        pages.push(await oldestFirst(number));
        const owner = await takeShard(store);
        await owner.commit({
          executionsInserted: [anExecution(scope.key, { run: run++, createdAt: start + 1_000 * hourMs }).row],
        });
      }
      const ids = pages.flatMap(({ results }) => results.map(({ flowId }) => flowId));
      expect(ids.slice(0, 25)).toEqual(Array.from({ length: 25 }, (_, index) => `f${index}`));
      expect(pages.map(({ total }) => total)).toEqual([25, 26, 27]);
    });

    test('executions of equal rank are on exactly one page', async () => {
      const scope = await filled(
        Array.from({ length: 30 }, (_, index) => ({ flowId: `f${index}`, namespace: 'same' })),
      );
      const sort: Sort[] = [{ field: 'namespace', direction: 'asc' }];
      const pages = await Promise.all(
        [1, 2, 3, 4].map((number) => scope.executions.search([], page(number, 8, sort), 'all')),
      );
      expect(new Set(pages.flatMap(({ results }) => results.map(({ id }) => id))).size).toBe(30);
    });

    test('labels are replaced as a whole', async () => {
      const scope = aScope(store);
      const owner = await takeShard(store);
      const before = anExecution(scope.key, {
        run: run++,
        labels: [
          { key: 'a', value: '1' },
          { key: 'b', value: '1' },
        ],
      });
      await owner.commit({ executionsInserted: [before.row], labels: [labelsOf(before)] });
      const after = anExecution(scope.key, {
        run: before.row.run,
        id: before.row.executionId,
        labels: [{ key: 'a', value: '2' }],
      });
      await owner.commit({ executionsUpdated: [after.row], labels: [labelsOf(after)] });
      const count = async (labels: Record<string, string>) =>
        (await flowsFound(scope, [filter('labels', 'EQUALS', labels)])).length;
      expect([await count({ a: '1' }), await count({ b: '1' }), await count({ a: '2' })]).toEqual([0, 0, 1]);
    });

    test('labels that are replaced take none of an execution of the same id in another tenant', async () => {
      const [mine, theirs] = [aScope(store), aScope(store)];
      const [label, other] = [
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
      ];
      const owner = await takeShard(store);
      const first = anExecution(mine.key, { run: run++, labels: [label] });
      const id = first.row.executionId;
      const twin = anExecution(theirs.key, { run: run++, id, labels: [label] });
      for (const made of [first, twin])
        await owner.commit({ executionsInserted: [made.row], labels: [labelsOf(made)] });

      const after = anExecution(mine.key, { run: first.row.run, id, labels: [other] });
      await owner.commit({ executionsUpdated: [after.row], labels: [labelsOf(after)] });

      const found = (scope: TenantScope, { key, value }: typeof label) =>
        flowsFound(scope, [filter('labels', 'EQUALS', { [key]: value })]);
      expect(await found(theirs, label)).toHaveLength(1);
      expect([(await found(mine, label)).length, (await found(mine, other)).length]).toEqual([0, 1]);
    });

    test('the newest execution of each flow, iterations of Loops left out', async () => {
      const scope = await filled([
        { flowId: 'a', state: 'FAILED' },
        { flowId: 'a' },
        { flowId: 'a', state: 'KILLED', row: { kind: 'LOOP' } },
        { flowId: 'b' },
      ]);
      const latest = await scope.executions.latestOf([
        { namespace: 'company.team', id: 'a' },
        { namespace: 'company.team', id: 'none' },
        { namespace: 'company.team', id: 'b' },
      ]);
      expect(latest.map(({ flowId, state }) => [flowId, state.current])).toEqual([
        ['a', 'SUCCESS'],
        ['b', 'SUCCESS'],
      ]);
    });

    test('task runs, ended and live, are one list in order', async () => {
      const scope = aScope(store);
      const owner = await takeShard(store);
      const { row } = anExecution(scope.key, { run: run++, state: 'RUNNING', endedAt: null });
      const ended = (ord: number) =>
        aTaskRun(ord, {
          parentOrd: 0,
          value: 'ü "1"',
          iteration: ord,
          state: enter(beginIn('RUNNING', start), 'SUCCESS', start + ord),
          outputs: { nested: { ord }, text: '🦅' },
        });
      await owner.commit({
        executionsInserted: [row],
        taskRunsLive: [0, 2].map((ord) => aLiveRow(row, aTaskRun(ord))),
        taskRunsEnded: [3, 1].map((ord) => anEndedRow(row, ended(ord))),
      });
      const { executions } = scope;
      expect(await executions.taskRuns(row.executionId)).toEqual([aTaskRun(0), ended(1), aTaskRun(2), ended(3)]);
      expect(await executions.taskRuns(row.executionId, { fromOrd: 1, limit: 2 })).toEqual([ended(1), aTaskRun(2)]);
      expect(await executions.findTaskRun(row.executionId, 1)).toEqual(ended(1));
      expect(await executions.findTaskRun(row.executionId, 2)).toEqual(aTaskRun(2));
      expect(await executions.findTaskRun(row.executionId, 9)).toBeUndefined();
      expect(await executions.countTaskRuns(row.executionId)).toBe(4);
      expect(await executions.taskRuns(anId())).toEqual([]);
    });

    test('a deleted execution leaves nothing', async () => {
      const scope = aScope(store);
      const owner = await takeShard(store);
      const made = anExecution(scope.key, { run: run++, labels: [{ key: 'a', value: '1' }] });
      const { row } = made;
      await owner.commit({
        executionsInserted: [row],
        labels: [labelsOf(made)],
        taskRunsEnded: [anEndedRow(row, aTaskRun(0))],
        logs: [aLogChunk(row, [{ at: start, level: 'INFO', message: 'line' }])],
        slotsTaken: [{ tenantKey: scope.key, scope: 'flow', executionId: row.executionId, lentBy: null }],
        idempotency: [{ tenantKey: scope.key, key: 'k', executionId: row.executionId, createdAt: start }],
      });

      await store.write([scope.executions.delete(row.executionId, { logs: true, metrics: true })]);

      expect(await scope.executions.find(row.executionId)).toBeUndefined();
      expect(await flowsFound(scope, [filter('labels', 'EQUALS', { a: '1' })])).toEqual([]);
      expect(await scope.logs.ofExecution(row.executionId)).toEqual([]);
      expect((await scope.logs.search([], page(1, 10), 'all')).total).toBe(0);
      expect(await store.shards.endedTaskRuns(row.run)).toEqual([]);
      expect(await store.shards.slots(scope.key)).toEqual([]);
      expect(await store.shards.findIdempotent(scope.key, 'k')).toBeUndefined();
      await expect(
        store.write([scope.executions.delete(row.executionId, { logs: true, metrics: true })]),
      ).rejects.toBeInstanceOf(Conflict);
    });

    test.for<StateName>(['RUNNING', 'QUEUED', 'PAUSED'])('a live execution (%s) cannot be deleted', async (state) => {
      const scope = aScope(store);
      const owner = await takeShard(store);
      const { row } = anExecution(scope.key, { run: run++, state, endedAt: null });
      await owner.commit({ executionsInserted: [row] });
      await expect(
        store.write([scope.executions.delete(row.executionId, { logs: true, metrics: true })]),
      ).rejects.toBeInstanceOf(Conflict);
      expect(await scope.executions.find(row.executionId)).toBeDefined();
    });
  });
}

function filter(field: string, operation: QueryFilter['operation'], value: QueryFilter['value']): QueryFilter {
  return { field, operation, value };
}

function page(number: number, size: number, sort: readonly Sort[] = []): PageRequest {
  return { page: number, size, sort };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
