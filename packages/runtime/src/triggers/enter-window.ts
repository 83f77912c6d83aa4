import { ExpressionError } from '@windhover/expressions';
import type { ConditionFacts, Flow, JsonObject, TenantRef } from '@windhover/model';
import type { TriggerWindow } from '@windhover/ports';
import type { StateNews } from './flow-trigger-variables.ts';
import { windowAt } from './time-window.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { WindowSet } from './window-conditions.ts';

export interface CompleteWindow {
  /** Of all executions that met a condition, merged. */
  readonly outputs: JsonObject;
  /** To be called once the execution is started: counting begins anew, if the trigger says so. */
  settle(): Promise<void>;
}

/**
 * Notes which conditions of the set the execution meets; answers once every condition is met within its window. News that
 * comes again (`seq` is not newer than the last) changes nothing that was settled, and completes anew what was not.
 */
export async function enterWindow(
  deps: TriggerDeps,
  { tenant, flow }: { readonly tenant: TenantRef; readonly flow: Flow },
  set: WindowSet,
  news: StateNews,
  seq: number,
  facts: ConditionFacts,
  timeZone: string,
): Promise<CompleteWindow | undefined> {
  const met: string[] = [];
  for (const [name, holds] of set.conditions) {
    // As of a single condition: one that names what this execution does not have does not hold
    const isMet = await holds(news, facts).catch((cause: unknown) => {
      if (cause instanceof ExpressionError) return false;
      throw cause;
    });
    if (isMet) met.push(name);
  }
  if (met.length === 0) return undefined;

  const { triggerWindows } = deps.store.scope(tenant.key);
  const before = await triggerWindows.find(flow.namespace, flow.id, set.id);
  if (before !== undefined && before.lastSeq >= seq && Object.keys(before.met).length === 0) return undefined;
  const time = windowAt(set.timeWindow, news.at, timeZone, before?.startAt);
  if (time === undefined) return undefined;
  const isSame = before !== undefined && before.startAt === time.startAt && before.endAt === time.endAt;
  const window: TriggerWindow = {
    namespace: flow.namespace,
    flowId: flow.id,
    windowId: set.id,
    ...time,
    lastSeq: seq,
    met: {
      ...(isSame ? before.met : {}),
      ...Object.fromEntries(met.map((name) => [name, { executionId: news.executionId, outputs: news.outputs }])),
    },
  };
  await deps.store.write([triggerWindows.put(window)]);
  if (![...set.conditions.keys()].every((name) => name in window.met)) return undefined;
  return {
    outputs: Object.assign({}, ...Object.values(window.met).map(({ outputs }) => outputs ?? {})) as JsonObject,
    async settle() {
      if (set.resetOnSuccess) await deps.store.write([triggerWindows.put({ ...window, met: {} })]);
    },
  };
}
