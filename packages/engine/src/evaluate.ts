/** Renders for a decision: at once where everything is in memory, else through an effect and the event `evaluated`. */
import { hasExpression } from '@windhover/expressions';
import type { Live, OpenTaskRun } from './live.ts';
import { textOf } from './text-of.ts';
import type { Evaluation } from './types.ts';
import { variablesOf } from './variables.ts';

/**
 * The value of a template; undefined when it comes later as `evaluated` with this key. `taskRun` undefined is the
 * execution itself (ord -1).
 */
export function evaluate(
  live: Live,
  taskRun: OpenTaskRun | undefined,
  key: string,
  template: unknown,
  as: 'text' | 'value',
): Exclude<Evaluation, { kind: 'waiting' }> | undefined {
  if (isLiteral(template)) return { kind: 'value', value: as === 'text' ? textOf(template) : template };
  const variables = variablesOf(live, taskRun);
  const result = live.evaluator[as](template, variables);
  if (result.kind !== 'waiting') return result;
  if (taskRun === undefined) live.waiting = key;
  else taskRun.waiting = key;
  live.effects.push({ kind: 'evaluate', ord: taskRun?.ord ?? -1, key, template, as });
  return undefined;
}

function isLiteral(template: unknown): boolean {
  return typeof template === 'string' ? !hasExpression(template) : typeof template !== 'object' || template === null;
}
