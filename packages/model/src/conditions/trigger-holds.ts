import { isTruthyText } from '@windhover/expressions';
import type { TriggerDefinition } from '../flow.ts';
import { conditionsHold, type ConditionFacts } from './condition-holds.ts';

/** Whether a trigger may start something: its `when`, then all its conditions. Throws as those do. */
export async function triggerHolds(
  { when, conditions }: Pick<TriggerDefinition, 'when' | 'conditions'>,
  facts: ConditionFacts,
): Promise<boolean> {
  if (when !== undefined && !isTruthyText(await facts.render(when))) return false;
  return conditionsHold(conditions, facts);
}
