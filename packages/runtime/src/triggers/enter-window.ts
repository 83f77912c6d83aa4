import { ExpressionError } from '@windhover/expressions';
import { isUnavailable, type ConditionFacts, type Flow, type JsonObject, type TenantRef } from '@windhover/model';
import type { TriggerWindow } from '@windhover/ports';
import type { StateNews } from './flow-trigger-variables.ts';
import { windowAt } from './time-window.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { WindowSet } from './window-conditions.ts';

/** Counting goes on; why the flow is not started now. */
export interface OpenWindow {
  readonly isComplete: false;
  readonly reason: string;
}

export interface CompleteWindow {
  readonly isComplete: true;
  /** Of the event that completed it; the same when that must be told again after a crash. */
  readonly seq: number;
  /** Of all executions that met a condition, merged. */
  readonly outputs: JsonObject;
  /** To be called once the execution is started: counting begins anew, if the trigger says so. */
  settle(): Promise<void>;
}

/** Of so many events is known that they were heard: more than are ever asked again after a crash. */
const maxRemembered = 256;

/**
 * Notes which conditions of the set the execution meets; answers once every condition is met within its window. News that
 * comes again changes nothing that was settled, and completes anew what was not. Numbers say who is who, not who is first:
 * what several servers commit at a time may be heard in another order.
 */
export async function enterWindow(
  deps: TriggerDeps,
  { tenant, flow }: { readonly tenant: TenantRef; readonly flow: Flow },
  set: WindowSet,
  news: StateNews,
  seq: number,
  facts: ConditionFacts,
  timeZone: string,
): Promise<CompleteWindow | OpenWindow> {
  const met: string[] = [];
  for (const [name, { holds }] of set.conditions) {
    // As of a single condition: one that names what this execution does not have does not hold
    const isMet = await holds(news, facts).catch((cause: unknown) => {
      if (cause instanceof ExpressionError && !isUnavailable(cause)) return false;
      throw cause;
    });
    if (isMet) met.push(name);
  }
  if (met.length === 0) return open('The conditions do not hold');

  const { triggerWindows } = deps.store.scope(tenant.key);
  const before = await triggerWindows.find(flow.namespace, flow.id, set.id);
  if (before?.settled.includes(seq) === true) return open('It was counted before');
  const time = windowAt(set.timeWindow, news.at, timeZone, before?.startAt);
  if (time === undefined) return open('It is outside of the window of time');
  const isSame = before !== undefined && before.startAt === time.startAt && before.endAt === time.endAt;
  const others = (before?.entered ?? []).filter((entered) => entered !== seq);
  const settled = before?.settled ?? [];
  const entry = { executionId: news.executionId, outputs: news.outputs };
  const allMet = { ...(isSame ? before.met : {}), ...Object.fromEntries(met.map((name) => [name, entry])) };
  const missing = [...set.conditions].filter(([name]) => !(name in allMet)).map(([, { shown }]) => `'${shown}'`);
  const isComplete = missing.length === 0;
  const completedBy = (isSame && set.resetOnSuccess ? before.completedBy : undefined) ?? seq;
  const window: TriggerWindow = {
    namespace: flow.namespace,
    flowId: flow.id,
    windowId: set.id,
    ...time,
    entered: isSame ? latest([...others, seq]) : [seq],
    settled: isSame ? settled : latest([...settled, ...others]),
    ...(isComplete && { completedBy }),
    met: allMet,
  };
  await deps.store.write([triggerWindows.put(window)]);
  if (!isComplete) return open(`The window waits for ${missing.join(', ')}`);
  return {
    isComplete,
    seq: completedBy,
    outputs: Object.assign({}, ...Object.values(allMet).map(({ outputs }) => outputs ?? {})) as JsonObject,
    async settle() {
      if (!set.resetOnSuccess) return;
      const { completedBy: _done, ...counting } = window;
      const all = latest([...window.settled, ...window.entered]);
      await deps.store.write([triggerWindows.put({ ...counting, met: {}, entered: [], settled: all })]);
    },
  };
}

function open(reason: string): OpenWindow {
  return { isComplete: false, reason };
}

function latest(seqs: readonly number[]): readonly number[] {
  return seqs.slice(-maxRemembered);
}
