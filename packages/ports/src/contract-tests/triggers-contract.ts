import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageRequest, QueryFilter } from '@windhover/model';
import { Conflict, type Store, type TenantScope } from '../index.ts';
import { anEvaluation, aTriggerState, aTriggerWindow } from './builders.ts';
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
      ['scope', [{ field: 'scope', operation: 'EQUALS', value: 'SYSTEM' }], 'all', ['c']],
      ['what may be seen', [], ['company'], ['a', 'b']],
    ])('search by %s', async ([, filters, visible, expected]) => {
      const { triggers } = aScope(store);
      await store.write([
        triggers.put(aTriggerState({ namespace: 'system', flowId: 'two', triggerId: 'c' })),
        triggers.put(aTriggerState({ flowId: 'two', triggerId: 'b' })),
        triggers.put(aTriggerState({ flowId: 'one', triggerId: 'a' })),
      ]);
      const found = await triggers.search(filters, firstPage, visible);
      expect(found.results.map(({ triggerId }) => triggerId)).toEqual(expected);
      expect(found.total).toBe(expected.length);
      expect((await triggers.list()).map(({ triggerId }) => triggerId)).toEqual(['a', 'b', 'c']);
      expect(await triggers.list({ namespace: 'company', flowId: 'two' })).toHaveLength(1);
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
