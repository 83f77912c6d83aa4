/** The sets of conditions that flow triggers wait for, the spellings of all eras in one form. */
import { isTruthyText } from '@windhover/expressions';
import { conditionHolds, textOf, type ConditionFacts, type JsonObject, type TriggerDefinition } from '@windhover/model';
import type { StateNews } from './flow-trigger-variables.ts';
import { toLabels } from './to-labels.ts';
import { meetsFilters } from './precondition-filters.ts';

export interface WindowSet {
  readonly id: string;
  readonly timeWindow: JsonObject | undefined;
  /** Zone of its times of day; that of the instance when undefined. */
  readonly timeZone?: string;
  /** How many of the conditions must be met. */
  readonly needed: number;
  readonly resetOnSuccess: boolean;
  /** One execution a window at most. */
  readonly fireOnce?: boolean;
  /** Outputs of what met the conditions are known by the ids of the flows, too. */
  readonly isByFlow?: boolean;
  /** By the name under which is noted what met it. */
  readonly conditions: ReadonlyMap<string, WindowCondition>;
}

export interface WindowCondition {
  /** What users call it. */
  readonly shown: string;
  /** Whether this execution meets it. */
  holds(news: StateNews, facts: ConditionFacts): Promise<boolean>;
}

/** The trigger's dependencies, preconditions or MultipleCondition; undefined for a trigger that looks at single executions. */
export function windowSetOf({ id, properties, conditions }: TriggerDefinition): WindowSet | undefined {
  if (properties['dependsOn'] !== undefined) return ofDependencies(id, properties);
  const preconditions = properties['preconditions'] as JsonObject | undefined;
  if (preconditions !== undefined) return ofPreconditions(preconditions);
  const multiple = conditions.find(({ type }) => textOf(type).endsWith('.MultipleCondition'));
  return multiple === undefined ? undefined : ofMultiple(multiple);
}

function ofDependencies(triggerId: string, properties: JsonObject): WindowSet {
  const upstream = properties['dependsOn'] as readonly JsonObject[];
  const window = (properties['window'] ?? {}) as JsonObject;
  const { mode = 'ALL', minSatisfied = 1 } = properties;
  // Named by what they say: what met one of them met no other one that an edited flow has in its place
  const conditions = new Map(upstream.map((flow) => [JSON.stringify(flow), ofUpstream(flow)]));
  return {
    id: `trigger/${triggerId}`,
    timeWindow: ruleOf(window),
    ...(typeof window['timezone'] === 'string' && { timeZone: window['timezone'] }),
    needed: mode === 'ALL' ? conditions.size : mode === 'ANY' ? 1 : Math.min(Number(minSatisfied), conditions.size),
    resetOnSuccess: true,
    fireOnce: window['fireOnce'] === true,
    isByFlow: true,
    conditions,
  };
}

/** The window of dependencies in the words of preconditions. */
function ruleOf({ deadline, from, to, every, offset, lookback }: JsonObject): JsonObject | undefined {
  if (deadline !== undefined) return { type: 'DAILY_TIME_DEADLINE', deadline };
  if (from !== undefined && to !== undefined) return { type: 'DAILY_TIME_WINDOW', startTime: from, endTime: to };
  if (every !== undefined)
    return { type: 'EVERY', window: every, ...(offset !== undefined && { windowAdvance: offset }) };
  return lookback === undefined ? undefined : { type: 'LOOKBACK', window: lookback };
}

function ofUpstream(flow: JsonObject): WindowCondition {
  const shown = [flow['namespace'], flow['flowId']]
    .filter((part) => part !== undefined)
    .map(textOf)
    .join('.');
  const { when } = flow;
  return {
    shown,
    holds: async (news, facts) =>
      isUpstream(flow, news) && (when === undefined || isTruthyText(await facts.render(textOf(when)))),
  };
}

function ofPreconditions(preconditions: JsonObject): WindowSet {
  const conditions = new Map<string, WindowCondition>();
  for (const [index, flow] of ((preconditions['flows'] ?? []) as readonly JsonObject[]).entries()) {
    conditions.set(`flow-${index}`, ofUpstream(flow));
  }
  for (const where of (preconditions['where'] ?? []) as readonly JsonObject[]) {
    const shown = textOf(where['id']);
    conditions.set(`where-${shown}`, {
      shown,
      holds: (news, facts) => meetsFilters(where, news, (text) => facts.render(text)),
    });
  }
  return {
    id: textOf(preconditions['id']),
    timeWindow: preconditions['timeWindow'] as JsonObject | undefined,
    needed: conditions.size,
    resetOnSuccess: preconditions['resetOnSuccess'] !== false,
    conditions,
  };
}

function ofMultiple(multiple: JsonObject): WindowSet {
  const conditions = Object.entries((multiple['conditions'] ?? {}) as JsonObject);
  const { timeWindow, window, windowAdvance } = multiple;
  const older =
    window === undefined && windowAdvance === undefined
      ? undefined
      : { type: 'DURATION_WINDOW', window, windowAdvance };
  return {
    id: textOf(multiple['id']),
    timeWindow: (timeWindow ?? older) as JsonObject | undefined,
    needed: conditions.length,
    resetOnSuccess: multiple['resetOnSuccess'] !== false,
    conditions: new Map(
      conditions.map(([name, condition]) => [
        name,
        { shown: name, holds: (_, facts) => conditionHolds(condition as JsonObject, facts) },
      ]),
    ),
  };
}

function isUpstream({ namespace, flowId, states, labels }: JsonObject, news: StateNews): boolean {
  if (news.namespace !== namespace) return false;
  if (flowId !== undefined && news.flowId !== flowId) return false;
  if (states !== undefined && !(states as readonly string[]).includes(news.state)) return false;
  return toLabels(labels).every(({ key, value }) =>
    news.labels.some((label) => label.key === key && label.value === value),
  );
}
