/** Applies what arrived to an execution and goes on with its inline tasks until only outside waits remain. */
import { advance, startLive, type Effect, type Event, type NewExecution } from '@windhover/engine';
import { shardOfTenant } from '@windhover/ports';
import { addMasks, type CreateExecution } from '@windhover/services';
import type { Admission, Refusal } from './admission.ts';
import type { Batch } from './batch.ts';
import type { Envelope } from './envelope.ts';
import { executionOf, newHeld, type Held } from './held.ts';
import type { Letter } from './letter.ts';
import { toLine } from './log-lines.ts';
import { linkOf } from './notify-parent.ts';
import type { OpenedEvent } from './open-inputs.ts';
import type { Properties } from './prepared-task.ts';
import { runInline } from './run-inline.ts';
import { TaskLines } from './task-lines.ts';
import type { Tools } from './tools.ts';
import { toNews } from './triggers/flow-trigger-variables.ts';

type CreateEnvelope = Envelope & { readonly kind: 'create' };
type EffectOf<Kind extends Effect['kind']> = Effect & { readonly kind: Kind };

/** The batch that is being filled, and who may begin. */
export interface StepTarget {
  readonly batch: Batch;
  readonly admission: Admission;
}

export interface Stepper {
  /** A new execution in memory; its envelope must be stepped next. */
  begin(envelope: CreateEnvelope): Held;
  step(held: Held, envelope: Envelope): void;
}

/** Inline tasks run in one go; what is left goes on after the commit, so that no execution holds the event loop. */
const maxInlineRuns = 500;

export function createStepper(target: StepTarget, tools: Tools): Stepper {
  const { clock, settings } = tools.deps;
  /** Makes an instant of the monotonic clock: what the clock on the wall would say, had nobody set it since the start. */
  const steadyOffsetMs = clock.now() - clock.monotonic();
  /** Inline tasks that are due, in order. */
  const due: EffectOf<'runTask'>[] = [];

  return {
    begin({ request, run, shard, opened }) {
      const flow = tools.compile(request.flow, { key: request.tenantKey, id: request.tenantId });
      const { evaluator, extraOf } = tools.rendering;
      const now = clock.now();
      const readable = opened === undefined ? request : { ...request, ...opened.values };
      const { state, taskRuns } = readable;
      const copied = state === undefined || taskRuns === undefined ? undefined : { copied: { state, taskRuns } };
      const live = startLive(flow, toNewExecution(readable, now), now, evaluator, { extra: extraOf(flow), ...copied });
      const parentShard = linkOf(readable) === undefined ? undefined : request.shard;
      const held = newHeld(live, { run, shard, parentShard }, { isStored: false }, opened);
      target.admission.know(held);
      return held;
    },
    step(held, envelope) {
      due.length = 0;
      obeySwitch(held);
      switch (envelope.kind) {
        case 'create':
          begin(held, envelope.request);
          break;
        case 'event':
          takeEvent(held, envelope.opened === undefined ? envelope.event : unveiled(held, envelope.opened));
          break;
        case 'look':
          break;
        case 'rendered':
          runRendered(held, envelope);
          break;
        case 'metrics':
          target.batch.measure(held, envelope);
          break;
        case 'lines':
          target.batch.log(held, envelope.ord, envelope.attempt, envelope.lines);
          break;
      }
      obeySwitch(held);
      runDue(held);
    },
  };

  function begin(held: Held, { idempotencyKey: key, tick, endIn, endReason }: CreateExecution): void {
    const { tenantKey, executionId } = held;
    target.batch.touch(held);
    if (key !== undefined) target.batch.idempotency.push({ tenantKey, key, executionId, createdAt: clock.now() });
    if (tick !== undefined) target.batch.ticks.push({ tenantKey, executionId, ...tick });
    if (endIn !== undefined) {
      const behavior = endIn === 'FAILED' ? 'FAIL' : 'CANCEL';
      return refuse(held, { behavior, message: endReason ?? 'The execution was not started' });
    }
    if (held.live.isOver) return;
    const refusal = target.admission.refuseByQuota(held);
    if (refusal === undefined) apply(held, { kind: 'created', at: clock.now() });
    else refuse(held, refusal);
  }

  /** Before anything else that happens to it, and again where it was over until now. */
  function obeySwitch(held: Held): void {
    const order = tools.switches.order(held);
    if (order !== undefined) apply(held, order);
  }

  /** Over before it began. */
  function refuse(held: Held, refusal: Refusal): void {
    held.live.awaitsSlot = true;
    apply(held, { kind: 'slotRefused', ...refusal, at: clock.now() });
  }

  /** What is readable in it is hidden in all that is logged and shown from now on. */
  function unveiled(held: Held, { event, secrets }: OpenedEvent): Event {
    addMasks(held.masks, secrets.masks);
    held.cipher ??= secrets.cipher;
    return event;
  }

  function takeEvent(held: Held, event: Event): void {
    // Of a grant that was not committed, and given to another one since
    if (event.kind === 'slotGranted' && target.admission.isWaiting(held)) return;
    // A kill switch was made since it was asked for
    if (event.kind === 'forceRun' && tools.switches.scopeOf(held) !== undefined) return;
    apply(held, event);
    if (event.kind === 'forceRun') target.admission.force(held);
    if (event.kind === 'killRequested') tools.crashAt('kill.after-mark');
  }

  function apply(held: Held, event: Event): void {
    const { changes, effects } = advance(held.live, event, Math.round(clock.monotonic() + steadyOffsetMs));
    const isLate = changes.length === 0 && effects.length === 0 && event.kind.startsWith('task');
    if (isLate) tools.deps.meters?.lateEvent(event.kind);
    target.batch.add(held, changes);
    for (const effect of effects) take(held, effect);
  }

  /** What belongs into the same commit is done now; all else waits for it. */
  function take(held: Held, effect: Effect): void {
    switch (effect.kind) {
      case 'runTask':
        if (held.live.open.get(effect.ord)?.task.kind === 'inline') due.push(effect);
        else target.batch.effects.push({ held, effect });
        return;
      case 'log':
        return log(held, effect);
      case 'startTimer':
        return startTimer(held, effect);
      case 'cancelTimer':
        return cancelTimer(held, effect.key);
      case 'requestSlot':
        return requestSlot(held);
      case 'releaseSlot': // given up at the end, which follows: also by those that began before there was a limit
        return;
      case 'stateChanged':
        if (tools.deps.meters !== undefined) target.batch.states.push({ held, state: effect.state });
        return tellListeners(held, effect);
      case 'createRetry':
        retryLater(held, effect);
        target.batch.effects.push({ held, effect });
        return;
      case 'notifyEnded':
        for (const key of held.timers.keys()) cancelTimer(held, key);
        target.admission.release(held);
        tellParentElsewhere(held);
        target.batch.effects.push({ held, effect });
        return;
      default:
        target.batch.effects.push({ held, effect });
    }
  }

  /** Nothing of an execution that has ended is derived again after a start: that another one takes its place is part of the commit. */
  function retryLater(held: Held, { dueAt, spending }: EffectOf<'createRetry'>): void {
    const { tenantKey, executionId, shard } = held;
    const event = JSON.stringify({ kind: 'retry', retry: { dueAt, spending } } satisfies Letter);
    target.batch.inboxAdded.push({ shard, kind: 'mail', tenantKey, executionId, event });
  }

  /** A parent in another shard need not be loaded again when this one is: what it must hear is part of the commit. */
  function tellParentElsewhere(held: Held): void {
    const { tenantKey, executionId: childId, parentShard } = held;
    const link = linkOf(held.live.begunFrom);
    if (link === undefined || parentShard === undefined || parentShard === held.shard) return;
    const letter: Letter = { kind: 'childOver', childId };
    const row = { shard: parentShard, kind: 'mail', tenantKey, executionId: link.executionId } as const;
    target.batch.inboxAdded.push({ ...row, event: JSON.stringify(letter) });
  }

  /** Flow triggers look at it after the commit; the news is part of it. */
  function tellListeners(held: Held, effect: EffectOf<'stateChanged'>): void {
    const { tenantKey, executionId } = held;
    const { kind } = held.live.begunFrom;
    if ((kind !== undefined && kind !== 'NORMAL') || !tools.triggers.listens(tenantKey)) return;
    const event = JSON.stringify(toNews(executionOf(held), effect.state, clock.now()));
    const shard = shardOfTenant(tenantKey, tools.deps.store.shards.shards.length);
    target.batch.inboxAdded.push({ shard, kind: 'news', tenantKey, executionId, event });
    target.batch.effects.push({ held, effect });
  }

  function runDue(held: Held): void {
    for (let index = 0; index < due.length; index += 1) {
      const effect = due[index]!;
      if (index < maxInlineRuns) run(held, effect);
      else target.batch.effects.push({ held, effect });
    }
    due.length = 0;
  }

  function run(held: Held, effect: EffectOf<'runTask'>, rendered?: Properties): void {
    const taskRun = held.live.open.get(effect.ord);
    if (taskRun === undefined || taskRun.attempt !== effect.attempt) return;
    const result = runInline(held, taskRun, tools, rendered);
    if (result === undefined) {
      target.batch.effects.push({ held, effect });
      return;
    }
    if (result.lines.length > 0) target.batch.log(held, effect.ord, effect.attempt, result.lines);
    if (result.metrics.length > 0) {
      const { ord, attempt } = effect;
      target.batch.measure(held, { ord, attempt, taskId: taskRun.task.id, at: clock.now(), values: result.metrics });
    }
    apply(held, result.event);
  }

  function runRendered(held: Held, { ord, attempt, outcome }: Envelope & { readonly kind: 'rendered' }): void {
    if ('properties' in outcome) return run(held, { kind: 'runTask', ord, attempt }, outcome.properties);
    const taskRun = held.live.open.get(ord);
    if (taskRun === undefined || taskRun.attempt !== attempt) return;
    log(held, { kind: 'log', ord, level: 'ERROR', message: outcome.failure });
    apply(held, { kind: 'taskFailed', ord, attempt, lease: taskRun.lease, at: clock.now(), message: outcome.failure });
  }

  function log(held: Held, { ord, level, message }: EffectOf<'log'>): void {
    const open = held.live.open.get(ord);
    const ended = target.batch.touched.get(held)?.taskRuns.get(ord);
    const taskId = open?.task.id ?? (typeof ended === 'object' ? ended.taskId : undefined);
    const attempt = open?.attempt ?? (typeof ended === 'object' ? ended.attempts.length : 0);
    const task = taskId === undefined ? undefined : held.live.flow.byId.get(taskId);
    const line =
      task === undefined
        ? toLine({ at: clock.now(), level, message, taskId }, held.masks, settings.maxMessageLength)
        : new TaskLines(held, task, tools.deps).of(level, message);
    if (line !== undefined) target.batch.log(held, ord, attempt, [line]);
  }

  function startTimer(held: Held, effect: EffectOf<'startTimer'>): void {
    if (held.timers.get(effect.key) !== effect.dueAt) {
      cancelTimer(held, effect.key);
      target.batch.setTimer(timerRow(held, effect.key, effect.dueAt));
      held.timers.set(effect.key, effect.dueAt);
    }
    target.batch.effects.push({ held, effect });
  }

  function cancelTimer(held: Held, key: string): void {
    const dueAt = held.timers.get(key);
    if (dueAt === undefined) return;
    held.timers.delete(key);
    target.batch.clearTimer(timerRow(held, key, dueAt));
  }

  function timerRow({ tenantKey, shard, run: runNumber }: Held, key: string, dueAt: number) {
    return { shard, tenantKey, run: runNumber, key, dueAt };
  }

  function requestSlot(held: Held): void {
    const refusal = target.admission.request(held);
    const at = clock.now();
    apply(held, refusal === undefined ? { kind: 'slotGranted', at } : { kind: 'slotRefused', ...refusal, at });
  }
}

function toNewExecution(request: CreateExecution, now: number): NewExecution {
  const { executionId, labels, originalId, inputs, parentId, trigger, scheduleAt, kind, breakpoints } = request;
  const { loopRun, variables, spending } = request;
  return {
    id: executionId,
    labels,
    originalId: originalId ?? executionId,
    metadata: { attemptNumber: request.attemptNumber ?? 1, originalCreatedAt: request.originalCreatedAt ?? now },
    ...(inputs === undefined ? undefined : { inputs }),
    ...(parentId === undefined ? undefined : { parentId }),
    ...(trigger === undefined ? undefined : { trigger }),
    ...(scheduleAt === undefined ? undefined : { scheduleAt }),
    ...(kind === undefined ? undefined : { kind }),
    ...(loopRun === undefined ? undefined : { loopRun }),
    ...(variables === undefined ? undefined : { variables }),
    ...(breakpoints === undefined ? undefined : { breakpoints }),
    ...(spending === undefined ? undefined : { spending }),
  };
}
