import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageRequest, QueryFilter } from '@windhover/model';
import { Conflict, type Store, type TenantScope } from '../index.ts';
import { anEvaluation, aRevision, aTriggerState, aTriggerWindow } from './builders.ts';
import { aScope, start, type OpenedStore, type OpenStore } from './opened-store.ts';

const firstPage: PageRequest = { page: 1, size: 100, sort: [] };

export function triggersContract(open: OpenStore): void {
  describe('triggers', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('a trigger comes back as it was put, and goes', async () => {
      const { triggers } = aScope(store);
      const trigger = aTriggerState({ nextAt: start + 1, executionId: 'e', disabled: true });
      await store.write([triggers.put(aTriggerState()), triggers.put(trigger)]);
      expect(await triggers.find('company', 'flow', 'trigger')).toEqual(trigger);
      await store.write([triggers.delete('company', 'flow', 'trigger'), triggers.delete('company', 'flow', 'trigger')]);
      expect(await triggers.find('company', 'flow', 'trigger')).toBeUndefined();
    });

    test('nobody writes back what another one changed meanwhile', async () => {
      const { triggers } = aScope(store);
      const trigger = aTriggerState();
      await store.write([triggers.replace(trigger, undefined)]);
      await expect(store.write([triggers.replace(trigger, undefined)])).rejects.toMatchObject({ thing: 'Trigger' });

      const writers = [1, 2].map((nextAt) => triggers.replace({ ...trigger, nextAt, updatedAt: start + 1 }, start));
      const outcomes = await Promise.allSettled(writers.map((write) => store.write([write])));

      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      expect((await triggers.find('company', 'flow', 'trigger'))?.nextAt).toBe(1);
      await store.write([triggers.delete('company', 'flow', 'trigger')]);
      await expect(store.write([triggers.replace(trigger, start + 1)])).rejects.toBeInstanceOf(Conflict);
    });

    test.for<[string, QueryFilter[], readonly string[] | 'all', string[]]>([
      ['nothing', [], 'all', ['a', 'b', 'c']],
      ['free text', [{ field: 'q', operation: 'EQUALS', value: 'TWO' }], 'all', ['b', 'c']],
      ['flow', [{ field: 'flowId', operation: 'EQUALS', value: 'one' }], 'all', ['a']],
      ['trigger', [{ field: 'triggerId', operation: 'EQUALS', value: 'b' }], 'all', ['b']],
      ['state', [{ field: 'triggerState', operation: 'EQUALS', value: 'DISABLED' }], 'all', ['b']],
      ['next date', [{ field: 'nextExecutionDate', operation: 'LESS_THAN', value: String(start + 2) }], 'all', ['a']],
      ['last date', [{ field: 'lastTriggeredDate', operation: 'GREATER_THAN', value: String(start) }], 'all', ['b']],
      ['scope', [{ field: 'scope', operation: 'EQUALS', value: 'SYSTEM' }], 'all', ['c']],
      ['what may be seen', [], ['company'], ['a', 'b']],
    ])('search by %s', async ([, filters, visible, expected]) => {
      const { triggers } = aScope(store);
      await store.write([
        triggers.put(aTriggerState({ namespace: 'system', flowId: 'two', triggerId: 'c' })),
        triggers.put(aTriggerState({ flowId: 'two', triggerId: 'b', disabled: true, date: start + 1 })),
        triggers.put(aTriggerState({ flowId: 'one', triggerId: 'a', nextAt: start + 1, date: start })),
      ]);
      const found = await triggers.search(filters, firstPage, visible);
      expect(found.results.map(({ triggerId }) => triggerId)).toEqual(expected);
      expect(found.total).toBe(expected.length);
      expect((await triggers.list()).map(({ triggerId }) => triggerId)).toEqual(['a', 'b', 'c']);
      expect(await triggers.list({ namespace: 'company', flowId: 'two' })).toHaveLength(1);
    });

    test('by last date those that never fired come first', async () => {
      const { triggers } = aScope(store);
      await store.write([
        triggers.put(aTriggerState({ triggerId: 'last', date: start + 2 })),
        triggers.put(aTriggerState({ triggerId: 'never' })),
        triggers.put(aTriggerState({ triggerId: 'first', date: start + 1 })),
      ]);

      const page = { ...firstPage, sort: [{ field: 'lastTriggeredDate', direction: 'asc' as const }] };
      const { results } = await triggers.search([], page, 'all');

      expect(results.map(({ triggerId }) => triggerId)).toEqual(['never', 'first', 'last']);
    });

    test('by next date those without one come last, also those that are switched off', async () => {
      const { triggers } = aScope(store);
      await store.write([
        triggers.put(aTriggerState({ triggerId: 'off', nextAt: start + 1, disabled: true })),
        triggers.put(aTriggerState({ triggerId: 'never' })),
        triggers.put(aTriggerState({ triggerId: 'later', nextAt: start + 3 })),
        triggers.put(aTriggerState({ triggerId: 'soon', nextAt: start + 2 })),
      ]);

      const page = { ...firstPage, sort: [{ field: 'nextExecutionDate', direction: 'asc' as const }] };
      const { results } = await triggers.search([], page, 'all');

      expect(results.map(({ triggerId }) => triggerId)).toEqual(['soon', 'later', 'never', 'off']);
    });

    describe('evaluations', () => {
      const name = { namespace: 'company', flowId: 'flow', triggerId: 'trigger' };
      const times = async ({ triggerEvaluations }: TenantScope, trigger = name, page = firstPage) => {
        const { results, total } = await triggerEvaluations.search(trigger, page);
        return [results.map(({ at }) => at - start), total];
      };

      test('come back as they were added, the newest first, page by page', async () => {
        const scope = aScope(store);
        const { triggerEvaluations } = scope;
        const fired = anEvaluation(2, { outcome: 'FIRED', executionId: 'e', forAt: start, durationMs: 7 });
        await store.write([triggerEvaluations.append(name, anEvaluation(1), 9)]);
        await store.write([triggerEvaluations.append(name, fired, 9)]);

        expect((await triggerEvaluations.search(name, firstPage)).results).toEqual([fired, anEvaluation(1)]);
        expect(await times(scope, name, { page: 2, size: 1, sort: [] })).toEqual([[1], 2]);
      });

      test('of each trigger only the newest are kept, as many as asked', async () => {
        const scope = aScope(store);
        const { triggerEvaluations } = scope;
        const other = { ...name, triggerId: 'other' };
        await store.write([triggerEvaluations.append(other, anEvaluation(0), 1)]);
        for (const at of [1, 2, 3, 4]) await store.write([triggerEvaluations.append(name, anEvaluation(at), 3)]);

        expect(await times(scope)).toEqual([[4, 3, 2], 3]);
        await store.write([triggerEvaluations.append(name, anEvaluation(5), 1)]);

        expect(await times(scope)).toEqual([[5], 1]);
        expect(await times(scope, other)).toEqual([[0], 1]);
      });

      test('one that went like the one before takes its place', async () => {
        const { triggerEvaluations } = aScope(store);
        const run = anEvaluation(3, { firstAt: start + 2, count: 2 });
        for (const at of [1, 2]) await store.write([triggerEvaluations.append(name, anEvaluation(at), 9)]);

        await store.write([triggerEvaluations.replaceNewest(name, run)]);

        expect((await triggerEvaluations.search(name, firstPage)).results).toEqual([run, anEvaluation(1)]);
      });

      test('go with their trigger, with its flow, and with nothing else', async () => {
        const scope = aScope(store);
        const { triggers, triggerEvaluations } = scope;
        const [second, elsewhere] = [
          { ...name, triggerId: 'second' },
          { ...name, flowId: 'another' },
        ];
        for (const one of [name, second, elsewhere]) {
          await store.write([triggers.put(aTriggerState(one)), triggerEvaluations.append(one, anEvaluation(1), 9)]);
        }

        await store.write([triggers.delete('company', 'flow', 'trigger')]);
        expect([await times(scope), await times(scope, second)]).toEqual([
          [[], 0],
          [[1], 1],
        ]);
        await store.write([triggers.deleteOfFlow('company', 'flow')]);

        expect([await times(scope, second), await times(scope, elsewhere)]).toEqual([
          [[], 0],
          [[1], 1],
        ]);
        expect((await triggers.list()).map(({ flowId }) => flowId)).toEqual(['another']);
      });
    });

    describe('evaluations of triggers without state', () => {
      const name = { namespace: 'company', flowId: 'flow', triggerId: 'hook' };
      const [first, second, third] = [anEvaluation(1), anEvaluation(2), anEvaluation(3)];
      /** Of a flow that is there. */
      const enter = async (): Promise<TenantScope> => {
        const scope = aScope(store);
        await store.write([scope.flows.append(aRevision({ namespace: name.namespace, id: name.flowId }))]);
        return scope;
      };
      const all = async ({ triggerEvaluations }: TenantScope, trigger = name) =>
        (await triggerEvaluations.search(trigger, firstPage)).results;

      test('are added several at a time, and the newest is known', async () => {
        const scope = await enter();
        const { triggerEvaluations } = scope;
        expect(await triggerEvaluations.newest(name)).toBeUndefined();

        await store.write([triggerEvaluations.add(name, [first, second, third], { onto: undefined, kept: 2 })]);

        expect(await all(scope)).toEqual([third, second]);
        expect(await triggerEvaluations.newest(name)).toEqual(third);
      });

      test('one that goes on with the newest takes its place, unless that was done meanwhile', async () => {
        const scope = await enter();
        const { triggerEvaluations } = scope;
        await store.write([triggerEvaluations.add(name, [first], { onto: undefined, kept: 9 })]);
        const more = anEvaluation(2, { count: 2, firstAt: first.at });
        const goOn = () => store.write([triggerEvaluations.add(name, [more, third], { onto: first, kept: 9 })]);
        await goOn();

        await expect(goOn()).rejects.toThrow(Conflict);

        expect(await all(scope)).toEqual([third, more]);
      });

      test('of several that add at the same moment each adds its own or is refused', async () => {
        const scope = await enter();
        const { triggerEvaluations } = scope;
        const add = (at: number) =>
          store.write([triggerEvaluations.add(name, [anEvaluation(at)], { onto: undefined, kept: 9 })]);

        const outcomes = await Promise.allSettled([1, 2, 3, 4].map(add));

        const added = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index + 1] : []));
        expect(added.length).toBeGreaterThan(0);
        expect(new Set((await all(scope)).map(({ at }) => at - start))).toEqual(new Set(added));
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Conflict);
        }
      });

      test('are refused when the flow is gone', async () => {
        const scope = await enter();
        const { flows, triggerEvaluations } = scope;
        const gone = aRevision({ namespace: name.namespace, id: name.flowId, revision: 2, deleted: true });
        await store.write([flows.append(gone)]);
        const add = (trigger: typeof name) =>
          store.write([triggerEvaluations.add(trigger, [first], { onto: undefined, kept: 9 })]);

        await expect(add(name)).rejects.toThrow(Conflict);
        await expect(add({ ...name, flowId: 'never' })).rejects.toThrow(Conflict);
        expect(await all(scope)).toEqual([]);
      });

      test('go when the flow no longer has their trigger', async () => {
        const scope = await enter();
        const { flows, triggerEvaluations } = scope;
        const [other, elsewhere] = [
          { ...name, triggerId: 'other' },
          { ...name, flowId: 'another' },
        ];
        await store.write([
          flows.append(aRevision({ namespace: name.namespace, id: 'another' })),
          ...[name, other, elsewhere].map((trigger) =>
            triggerEvaluations.add(trigger, [first], { onto: undefined, kept: 9 }),
          ),
        ]);

        await store.write([triggerEvaluations.keepOnly(name, ['other', 'third'])]);
        expect([await all(scope), await all(scope, other), await all(scope, elsewhere)]).toEqual([
          [],
          [first],
          [first],
        ]);
        await store.write([triggerEvaluations.keepOnly(name, [])]);
        expect([await all(scope, other), await all(scope, elsewhere)]).toEqual([[], [first]]);
      });
    });

    test('windows go with their flow, and with nothing else', async () => {
      const { triggers, triggerWindows } = aScope(store);
      const [gone, left] = [aTriggerWindow(), aTriggerWindow({ flowId: 'another' })];
      await store.write([triggerWindows.put(gone), triggerWindows.put(left)]);

      await store.write([triggers.delete('company', 'flow', 'window')]);
      expect(await triggerWindows.find('company', 'flow', 'window')).toEqual(gone);
      await store.write([triggers.deleteOfFlow('company', 'flow')]);

      expect(await triggerWindows.find('company', 'flow', 'window')).toBeUndefined();
      expect(await triggerWindows.find('company', 'another', 'window')).toEqual(left);
    });

    test('windows are put, replaced and deleted', async () => {
      const { triggerWindows } = aScope(store);
      const window = aTriggerWindow({ met: { first: { executionId: 'e', outputs: { a: 1 } } } });
      await store.write([triggerWindows.put(aTriggerWindow()), triggerWindows.put(window)]);
      expect(await triggerWindows.find('company', 'flow', 'window')).toEqual(window);
      await store.write([triggerWindows.delete('company', 'flow', 'window')]);
      expect(await triggerWindows.find('company', 'flow', 'window')).toBeUndefined();
    });
  });
}
