/** Service levels: a deadline, or a sentence that must stay true. Only the first violation of each counts. They are known by their position: two may have the same id. */
import { formatDuration, isTruthyText } from '@windhover/expressions';
import { isTerminal } from '@windhover/model';
import { begunAt } from './begin-execution.ts';
import { evaluate } from './evaluate.ts';
import { enqueue, executionChanged, type Frame, type Live } from './live.ts';
import { orderStop } from './order-stop.ts';
import { mergeLabels } from './update-execution.ts';
import type { Evaluation } from './types.ts';

type Resolved = Exclude<Evaluation, { kind: 'waiting' }>;

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

/** Asked after every event of a running execution whose flow declares assertions, but for the answer to one of them. */
export function checkAssertions(live: Live, from = 0): void {
  const { sla: levels } = live.flow.flow;
  for (let index = from; index < levels.length; index += 1) {
    const sla = levels[index]!;
    if (
      live.stop !== undefined ||
      live.waiting !== undefined ||
      live.root === undefined ||
      isTerminal(live.state.current)
    )
      return;
    if (sla.type !== 'EXECUTION_ASSERTION' || sla.assert === undefined || live.violatedSlas.includes(index)) continue;
    const result = evaluate(live, undefined, `sla:${index}`, sla.assert, 'text');
    if (result !== undefined) judge(live, index, result);
  }
}

/**
 * Whether the execution may end, now that all its lists have: the assertions are asked a last time, about what the last task
 * run gave. False when an answer is awaited or one of them has stopped the execution; the root is stepped again then.
 */
export function mayEnd(live: Live, root: Frame): boolean {
  if (live.askedToEnd === root || live.stop !== undefined || live.exit !== undefined) return true;
  live.askedToEnd = root;
  if (live.flow.flow.sla.length === 0) return true;
  live.waiting = undefined;
  checkAssertions(live);
  return live.stop === undefined && live.waiting === undefined;
}

/** The next ones are asked, and after the last of them the execution ends if that is what they were asked for. */
export function assertionResolved(live: Live, index: number, result: Resolved): void {
  judge(live, index, result);
  checkAssertions(live, index + 1);
  if (live.root !== undefined && live.root === live.askedToEnd && live.waiting === undefined) enqueue(live, live.root);
}

/** An assertion that cannot be rendered says nothing: a task that it names may not have run yet. At the end it is warned of. */
function judge(live: Live, index: number, result: Resolved): void {
  const sla = live.flow.flow.sla[index];
  if (sla === undefined || isTerminal(live.state.current)) return;
  if (result.kind === 'failed') {
    if (live.root !== live.askedToEnd) return;
    const message = `SLA '${sla.id}' could not be checked: ${result.message}`;
    live.effects.push({ kind: 'log', ord: -1, level: 'WARN', message });
    return;
  }
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
  if (behavior === 'NONE') return;
  const blamedOrd = lastOpen(live);
  const blame = blamedOrd === undefined ? undefined : { blamedOrd };
  orderStop(live, behavior === 'FAIL' ? 'FAILED' : 'CANCELLED', { cascade: false, ...blame });
}

/** The task run that was made last of those that have not ended: what the execution was about when the level was broken. */
function lastOpen({ open }: Live): number | undefined {
  let last: number | undefined;
  for (const [ord, { frame }] of open) if (!frame.spared && (last === undefined || ord > last)) last = ord;
  return last;
}
