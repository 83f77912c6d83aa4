/** The sets of conditions that flow triggers wait for, both eras' spellings in one form. */
import { conditionHolds, textOf, type ConditionFacts, type JsonObject, type TriggerDefinition } from '@windhover/model';
import type { StateNews } from './flow-trigger-variables.ts';
import { meetsFilters } from './precondition-filters.ts';

export interface WindowSet {
  readonly id: string;
  readonly timeWindow: JsonObject | undefined;
  readonly resetOnSuccess: boolean;
  /** By the name under which is noted what met it. */
  readonly conditions: ReadonlyMap<string, WindowCondition>;
}

export interface WindowCondition {
  /** What users call it. */
  readonly shown: string;
  /** Whether this execution meets it. */
  holds(news: StateNews, facts: ConditionFacts): Promise<boolean>;
}

/** The trigger's preconditions, or its MultipleCondition; undefined for a trigger that looks at single executions. */
export function windowSetOf({ properties, conditions }: TriggerDefinition): WindowSet | undefined {
  const preconditions = properties['preconditions'] as JsonObject | undefined;
  if (preconditions !== undefined) return ofPreconditions(preconditions);
  const multiple = conditions.find(({ type }) => textOf(type).endsWith('.MultipleCondition'));
  return multiple === undefined ? undefined : ofMultiple(multiple);
}

function ofPreconditions(preconditions: JsonObject): WindowSet {
  const conditions = new Map<string, WindowCondition>();
  for (const [index, flow] of ((preconditions['flows'] ?? []) as readonly JsonObject[]).entries()) {
    const shown = [flow['namespace'], flow['flowId']]
      .filter((part) => part !== undefined)
      .map(textOf)
      .join('.');
    conditions.set(`flow-${index}`, { shown, holds: async (news) => isUpstream(flow, news) });
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
  return Object.entries((labels ?? {}) as JsonObject).every(([key, value]) =>
    news.labels.some((label) => label.key === key && label.value === textOf(value)),
  );
}
