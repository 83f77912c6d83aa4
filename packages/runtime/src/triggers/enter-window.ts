import { ExpressionError } from '@windhover/expressions';
import { isUnavailable, type ConditionFacts, type Flow, type JsonObject, type TenantRef } from '@windhover/model';
import type { MetCondition, TriggerWindow } from '@windhover/ports';
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
/** More windows than may end before somebody asks whether they were complete. */
const maxFired = 8;

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
  const openSince = Object.keys(before?.met ?? {}).length > 0 ? before?.startAt : undefined;
  const time = windowAt(set.timeWindow, news.at, set.timeZone ?? timeZone, openSince);
  if (time === undefined) return open('It is outside of the window of time');
  const fired = before?.fired ?? [];
  if (set.fireOnce === true && fired.includes(time.endAt)) return open('The window has started an execution already');
  const isSame =
    before !== undefined && (time.isMoving || (before.startAt === time.startAt && before.endAt === time.endAt));
  const others = (before?.entered ?? []).filter((entered) => entered !== seq);
  const settled = before?.settled ?? [];
  const { executionId, outputs, flowId, at } = news;
  const entry = { executionId, outputs, flowId, at };
  const counting = Object.entries(isSame ? before.met : {}).filter(
    ([name, { at: metAt = at }]) => set.conditions.has(name) && (time.isMoving !== true || metAt >= time.startAt),
  );
  const allMet: TriggerWindow['met'] = Object.fromEntries([...counting, ...met.map((name) => [name, entry] as const)]);
  const missing = [...set.conditions].filter(([name]) => !(name in allMet)).map(([, { shown }]) => `'${shown}'`);
  const lacking = set.needed - (set.conditions.size - missing.length);
  const isComplete = lacking <= 0;
  const completedBy = (isSame && set.resetOnSuccess ? before.completedBy : undefined) ?? seq;
  const window: TriggerWindow = {
    namespace: flow.namespace,
    flowId: flow.id,
    windowId: set.id,
    startAt: time.startAt,
    endAt: time.endAt,
    entered: isSame ? latest([...others, seq]) : [seq],
    settled: isSame ? settled : latest([...settled, ...others]),
    ...(isComplete && { completedBy }),
    ...(fired.length > 0 && { fired }),
    met: allMet,
  };
  await deps.store.write([triggerWindows.put(window)]);
  if (!isComplete) return open(waitingFor(missing, lacking));
  return {
    isComplete,
    seq: completedBy,
    outputs: outputsOf(Object.values(allMet), set),
    async settle() {
      if (!set.resetOnSuccess) return;
      const { completedBy: _done, ...begun } = window;
      const all = latest([...window.settled, ...window.entered]);
      const ends = [...fired, time.endAt].slice(-maxFired);
      await deps.store.write([triggerWindows.put({ ...begun, met: {}, entered: [], settled: all, fired: ends })]);
    },
  };
}

function waitingFor(missing: readonly string[], lacking: number): string {
  if (lacking === missing.length) return `The window waits for ${missing.join(', ')}`;
  return `The window waits for ${lacking} more of ${missing.join(', ')}`;
}

/** Merged; of dependencies also by the ids of their flows. */
function outputsOf(met: readonly MetCondition[], { isByFlow = false }: WindowSet): JsonObject {
  const merged = Object.assign({}, ...met.map(({ outputs }) => outputs ?? {})) as JsonObject;
  if (!isByFlow) return merged;
  const byFlow = met.flatMap(({ flowId, outputs = {} }) => (flowId === undefined ? [] : [[flowId, outputs]]));
  return { ...merged, ...Object.fromEntries(byFlow) } as JsonObject;
}

function open(reason: string): OpenWindow {
  return { isComplete: false, reason };
}

function latest(seqs: readonly number[]): readonly number[] {
  return seqs.slice(-maxRemembered);
}
