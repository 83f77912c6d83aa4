/** Service levels: a deadline, or a sentence that must stay true. Only the first violation of each counts. */
import { formatDuration, isTruthyText } from '@windhover/expressions';
import { isTerminal, type Sla } from '@windhover/model';
import { begunAt } from './begin-execution.ts';
import { evaluate } from './evaluate.ts';
import { executionChanged, type Live } from './live.ts';
import { orderStop } from './order-stop.ts';
import { mergeLabels } from './update-execution.ts';
import type { Evaluation } from './types.ts';

export function breakDeadline(live: Live, id: string): void {
  const sla = live.flow.flow.sla.find((candidate) => candidate.id === id);
  if (sla === undefined || sla.durationMs === undefined) return;
  const lastedMs = live.at - begunAt(live);
  violate(
    live,
    sla,
    `execution duration of ${formatDuration(lastedMs)} exceed the maximum duration of ${formatDuration(sla.durationMs)}`,
  );
}

/** Asked after every event of a running execution whose flow declares assertions. */
export function checkAssertions(live: Live): void {
  for (const sla of live.flow.flow.sla) {
    if (
      live.stop !== undefined ||
      live.waiting !== undefined ||
      live.root === undefined ||
      isTerminal(live.state.current)
    )
      return;
    if (sla.type !== 'EXECUTION_ASSERTION' || sla.assert === undefined || live.violatedSlas.includes(sla.id)) continue;
    const result = evaluate(live, undefined, `sla:${sla.id}`, sla.assert, 'text');
    if (result !== undefined) assertionResolved(live, sla.id, result);
  }
}

/** An assertion that cannot be rendered (a task that it names has not run yet) says nothing. */
export function assertionResolved(live: Live, id: string, result: Exclude<Evaluation, { kind: 'waiting' }>): void {
  const sla = live.flow.flow.sla.find((candidate) => candidate.id === id);
  if (sla === undefined || isTerminal(live.state.current) || result.kind === 'failed') return;
  if (!isTruthyText(result.value as string | null)) violate(live, sla, `assertion is false: ${sla.assert}`);
}

function violate(live: Live, { id, behavior, labels }: Sla, reason: string): void {
  if (live.violatedSlas.includes(id)) return;
  live.violatedSlas = [...live.violatedSlas, id];
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
