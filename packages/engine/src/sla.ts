/** Service levels: a deadline, or a sentence that must stay true. Only the first violation of each counts. They are known by their position: two may have the same id. */
import { formatDuration, isTruthyText } from '@windhover/expressions';
import { isTerminal } from '@windhover/model';
import { begunAt } from './begin-execution.ts';
import { evaluate } from './evaluate.ts';
import { executionChanged, type Live } from './live.ts';
import { orderStop } from './order-stop.ts';
import { mergeLabels } from './update-execution.ts';
import type { Evaluation } from './types.ts';

export function breakDeadline(live: Live, index: number): void {
  const sla = live.flow.flow.sla[index];
  if (sla === undefined || sla.durationMs === undefined) return;
  const lastedMs = live.at - begunAt(live);
  violate(
    live,
    index,
    `execution duration of ${formatDuration(lastedMs)} exceed the maximum duration of ${formatDuration(sla.durationMs)}`,
  );
}

/** Asked after every event of a running execution whose flow declares assertions. */
export function checkAssertions(live: Live): void {
  for (const [index, sla] of live.flow.flow.sla.entries()) {
    if (
      live.stop !== undefined ||
      live.waiting !== undefined ||
      live.root === undefined ||
      isTerminal(live.state.current)
    )
      return;
    if (sla.type !== 'EXECUTION_ASSERTION' || sla.assert === undefined || live.violatedSlas.includes(index)) continue;
    const result = evaluate(live, undefined, `sla:${index}`, sla.assert, 'text');
    if (result !== undefined) assertionResolved(live, index, result);
  }
}

/** An assertion that cannot be rendered (a task that it names has not run yet) says nothing. */
export function assertionResolved(live: Live, index: number, result: Exclude<Evaluation, { kind: 'waiting' }>): void {
  const sla = live.flow.flow.sla[index];
  if (sla === undefined || isTerminal(live.state.current) || result.kind === 'failed') return;
  if (!isTruthyText(result.value as string | null)) violate(live, index, `assertion is false: ${sla.assert}`);
}

function violate(live: Live, index: number, reason: string): void {
  if (live.violatedSlas.includes(index)) return;
  const { id, behavior, labels } = live.flow.flow.sla[index]!;
  live.violatedSlas = [...live.violatedSlas, index];
  live.labels = mergeLabels(live.labels, labels);
  executionChanged(live);
  const what =
    behavior === 'NONE'
      ? 'SLA'
      : behavior === 'FAIL'
        ? 'Execution failed due to SLA'
        : 'Execution cancelled due to SLA';
  live.effects.push({
    kind: 'log',
    ord: -1,
    level: behavior === 'NONE' ? 'WARN' : 'ERROR',
    message: `${what} '${id}' violated: ${reason}.`,
  });
  if (behavior !== 'NONE') orderStop(live, behavior === 'FAIL' ? 'FAILED' : 'CANCELLED', false);
}
