import { readTenantKeys, type ConditionFacts, type Flow, type TenantKey } from '@windhover/model';
import type { TriggerWindow } from '@windhover/ports';
import { expect, test } from 'vitest';
import { enterWindow } from './enter-window.ts';
import type { StateNews } from './flow-trigger-variables.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { WindowSet } from './window-conditions.ts';

const defaultTenant = readTenantKeys(undefined).default;

/** A trigger that waits for the flows `a` and `b`; its row in each tenant is kept here. */
function waitingForBoth(more: Partial<WindowSet> = {}) {
  const rows = new Map<TenantKey, TriggerWindow>();
  const store = {
    scope: (key: TenantKey) => ({
      triggerWindows: {
        find: () => Promise.resolve(rows.get(key)),
        put: (window: TriggerWindow) => () => rows.set(key, window),
      },
    }),
    write: (writes: readonly (() => void)[]) => Promise.resolve(writes.forEach((write) => write())),
  };
  const named = (flowId: string) => ({
    shown: flowId,
    holds: (news: StateNews) => Promise.resolve(news.flowId === flowId),
  });
  const set: WindowSet = {
    id: 'both',
    timeWindow: undefined,
    needed: 2,
    resetOnSuccess: true,
    ...more,
    conditions: new Map(['a', 'b'].map((flowId) => [flowId, named(flowId)])),
  };
  const at = Date.UTC(2026, 0, 31, 12);
  /** By which news the window is complete; it is settled then, unless the server dies before. */
  return async (
    flowId: string,
    seq: number,
    { dies = false, tenant = defaultTenant, after = 0 } = {},
  ): Promise<number | undefined> => {
    const news = {
      executionId: `e${seq}`,
      namespace: 'team',
      flowId,
      state: 'SUCCESS',
      at: at + after,
    } as unknown as StateNews;
    const listener = { tenant, flow: { namespace: 'team', id: 'listener' } as Flow };
    const deps = { store } as unknown as TriggerDeps;
    const window = await enterWindow(deps, listener, set, news, seq, {} as ConditionFacts, 'UTC');
    if (!window.isComplete) return undefined;
    if (!dies) await window.settle();
    return window.seq;
  };
}

test('each condition counts once, and counting begins anew after that', async () => {
  const hear = waitingForBoth();

  expect([await hear('a', 1), await hear('b', 2)]).toEqual([undefined, 2]);
  expect([await hear('b', 3), await hear('a', 4)]).toEqual([undefined, 4]);
});

test('what is heard in one tenant fills no window of another', async () => {
  const hear = waitingForBoth();
  const tenant = { ...defaultTenant, key: 'dev' as TenantKey };
  await hear('a', 1);

  expect([await hear('b', 2, { tenant }), await hear('b', 3)]).toEqual([undefined, 3]);
});

test('news of an earlier commit that is heard after a later one counts', async () => {
  const hear = waitingForBoth();
  await hear('a', 5);
  await hear('b', 6);

  expect([await hear('a', 3), await hear('b', 4)]).toEqual([undefined, 4]);
});

test('news that was settled and is heard again counts for nothing, what came after it still does', async () => {
  const hear = waitingForBoth();
  await hear('a', 1);
  await hear('b', 2);
  await hear('a', 3);

  expect([await hear('a', 1), await hear('b', 2), await hear('a', 3)]).toEqual([undefined, undefined, undefined]);
  expect(await hear('b', 4)).toBe(4);
});

test('a window that was complete when the server died is completed by the same news again, once', async () => {
  const hear = waitingForBoth();
  await hear('a', 1);
  expect(await hear('b', 2, { dies: true })).toBe(2);

  expect([await hear('a', 1), await hear('b', 2)]).toEqual([2, undefined]);
});

test('one of several is enough where that is asked, each time', async () => {
  const hear = waitingForBoth({ needed: 1 });

  expect([await hear('a', 1), await hear('a', 2), await hear('c', 3)]).toEqual([1, 2, undefined]);
});

test('a window that fires once does so once, and the next one again', async () => {
  const hear = waitingForBoth({ needed: 1, fireOnce: true });
  const dayMs = 86_400_000;

  expect([await hear('a', 1), await hear('b', 2), await hear('b', 3, { after: dayMs })]).toEqual([1, undefined, 3]);
});

test('a window that looks back forgets what came too long ago, not what came since', async () => {
  const hear = waitingForBoth({ timeWindow: { type: 'LOOKBACK', window: 'PT1H' } });
  const minuteMs = 60_000;
  await hear('a', 1);

  expect(await hear('b', 2, { after: 61 * minuteMs })).toBeUndefined();
  expect(await hear('a', 3, { after: 100 * minuteMs })).toBe(3);
});

test('a sliding window begins with the first event after it was complete', async () => {
  const hear = waitingForBoth({ timeWindow: { type: 'SLIDING_WINDOW', window: 'PT10M' } });
  const minute = 60_000;
  await hear('a', 1);
  expect(await hear('b', 2, { after: 5 * minute })).toBe(2);

  await hear('a', 3, { after: 8 * minute });
  expect(await hear('b', 4, { after: 12 * minute })).toBe(4);
});

test('a window of several days is open over midnight', async () => {
  const hear = waitingForBoth({ timeWindow: { type: 'DURATION_WINDOW', window: 'P2D' } });
  const day = 86_400_000;
  await hear('a', 1);
  expect(await hear('b', 2, { after: day })).toBe(2);

  await hear('a', 3, { after: day });
  expect(await hear('b', 4, { after: 3 * day })).toBeUndefined();
});
