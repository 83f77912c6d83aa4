/**
 * Approval: PAUSED until somebody approves or denies, or the time for that is over. `onWait` has run before; what was
 * decided says which tasks run then, and what becomes of the execution after them.
 */
import { instantToText, isTruthyText, parseDuration } from '@windhover/expressions';
import type { JsonObject, StateName } from '@windhover/model';
import { endTaskRun, setOutputs } from '../end-task-run.ts';
import { evaluate } from '../evaluate.ts';
import { failTaskRun } from '../fail-task-run.ts';
import { newFrame, openFrame } from '../frame.ts';
import { rankOf } from '../group-state.ts';
import { executionChanged, type Frame, type Live, type OpenTaskRun } from '../live.ts';
import { remember } from '../remember.ts';
import { killTaskRun, stopExecution } from '../stop-execution.ts';
import { enterTaskRunState } from '../task-run-state.ts';
import { textOf } from '../text-of.ts';
import type { Decision } from '../types.ts';
import { announcementOf, cancelPauseTimer, hasAnnounced, leavePause, startPauseTimer } from './pause.ts';
import type { Flowable } from './flowable.ts';

export const approval: Flowable = {
  start(live, taskRun) {
    if (taskRun.memo?.['isAsked'] !== true) return ask(live, taskRun);
    if (hasAnnounced(taskRun)) wait(live, taskRun);
    else openFrame(live, taskRun, announcementOf(taskRun));
  },
  resolved(live, taskRun, _key, value) {
    takeTerms(live, taskRun, value as Terms);
  },
  roundEnded(live, frame) {
    const taskRun = frame.owner!;
    if (taskRun.memo?.['decision'] !== undefined) return hasEndedExecution(live, taskRun, frame);
    remember(live, taskRun, { announced: frame.worst });
    frame.ended = true;
    taskRun.children = undefined;
    approval.start(live, taskRun);
    return true;
  },
  restore(_live, taskRun) {
    if (taskRun.memo?.['decision'] !== undefined) return decidedFrame(taskRun);
    return hasAnnounced(taskRun) ? undefined : announcementOf(taskRun);
  },
  recover(live, taskRun) {
    const { children: frame, memo, state } = taskRun;
    if (state.current === 'PAUSED') return startPauseTimer(live, taskRun);
    const hasBegun =
      frame !== undefined && (frame.next > 0 || memo?.['isAsked'] === true || memo?.['decision'] !== undefined);
    if (hasBegun) return;
    // Its terms were not known yet: what comes first waits for them.
    if (frame !== undefined) frame.ended = true;
    taskRun.children = undefined;
    approval.start(live, taskRun);
  },
  timerFired(live, taskRun, name) {
    if (name !== 'pause' || taskRun.state.current !== 'PAUSED') return;
    decide(live, taskRun, 'EXPIRED', {});
  },
  /** A resume that says nothing of a decision is none: an approval is never given by the way. */
  resume(live, taskRun, { decision, comment, by, inputs = {} }) {
    if (decision === undefined) return;
    cancelPauseTimer(live, taskRun);
    const said = comment === undefined ? undefined : { comment };
    const who = by === undefined ? undefined : { by };
    decide(live, taskRun, decision, { ...who, ...said, inputs, auto: false });
  },
  stop(live, taskRun) {
    if (taskRun.children !== undefined) return;
    cancelPauseTimer(live, taskRun);
    killTaskRun(live, taskRun);
  },
};

interface Terms {
  readonly autoApprove: unknown;
  readonly timeout?: unknown;
}

function ask(live: Live, taskRun: OpenTaskRun): void {
  const { properties, timeout } = taskRun.task.definition;
  const terms = {
    autoApprove: properties['autoApprove'] ?? false,
    ...(timeout === undefined ? undefined : { timeout }),
  };
  const result = evaluate(live, taskRun, 'terms', terms, 'value');
  if (result === undefined) return;
  if (result.kind === 'failed') failTaskRun(live, taskRun, result.message);
  else takeTerms(live, taskRun, result.value as Terms);
}

/** Nobody is told of what approves itself. */
function takeTerms(live: Live, taskRun: OpenTaskRun, { autoApprove, timeout }: Terms): void {
  const url = urlOf(live);
  const link = url === undefined ? undefined : { url };
  if (isTruthyText(textOf(autoApprove))) {
    setOutputs(live, taskRun, { ...link });
    return decide(live, taskRun, 'APPROVED', { inputs: {}, auto: true });
  }
  let limitMs: number | undefined;
  try {
    limitMs = timeout === undefined ? undefined : parseDuration(textOf(timeout));
  } catch (error) {
    return failTaskRun(live, taskRun, `The timeout cannot be used: ${(error as Error).message}`);
  }
  const due = limitMs === undefined ? undefined : { due: instantToText(live.at + limitMs) };
  setOutputs(live, taskRun, { ...link, ...due });
  remember(live, taskRun, {
    isAsked: true,
    ...(limitMs === undefined ? undefined : { endsAt: live.steadyAt + limitMs }),
  });
  approval.start(live, taskRun);
}

/** Of the page on which one decides; undefined where the server does not know its own address. */
function urlOf({ id, flow: { flow, tenantId }, extra }: Live): string | undefined {
  const { url } = (extra?.lookup('kestra') ?? {}) as { readonly url?: string };
  const segment = tenantId === undefined ? '' : `/${tenantId}`;
  return url === undefined ? undefined : `${url}/ui${segment}/executions/${flow.namespace}/${flow.id}/${id}`;
}

/** Its time began before it told people of it; the clock on the wall may have been set since. */
function wait(live: Live, taskRun: OpenTaskRun): void {
  const endsAt = taskRun.memo!['endsAt'];
  if (typeof endsAt === 'number') remember(live, taskRun, { dueAt: live.at + endsAt - live.steadyAt });
  enterTaskRunState(live, taskRun, 'PAUSED');
  startPauseTimer(live, taskRun);
}

function decide(live: Live, taskRun: OpenTaskRun, decision: Decision | 'EXPIRED', facts: JsonObject): void {
  const on = instantToText(live.at);
  setOutputs(live, taskRun, { ...taskRun.outputs, decision, on, ...facts });
  remember(live, taskRun, { decision });
  const behavior = behaviorOf(taskRun);
  if (behavior === 'FAIL') {
    const message = decision === 'EXPIRED' ? 'Nobody decided in time' : `The decision was ${decision}`;
    live.effects.push({ kind: 'log', ord: taskRun.ord, level: 'ERROR', message });
  }
  leavePause(live, taskRun, decision !== 'EXPIRED');
  openFrame(live, taskRun, decidedFrame(taskRun));
}

type Behavior = 'CONTINUE' | 'WARN' | 'FAIL' | 'SUCCEED' | 'CANCEL' | 'KILL';

function behaviorOf({ memo, task: { definition } }: OpenTaskRun): Behavior {
  const { approveBehavior, denyBehavior, expireBehavior } = definition.properties;
  switch (memo!['decision']) {
    case 'APPROVED':
      return (approveBehavior ?? 'CONTINUE') as Behavior;
    case 'DENIED':
      return (denyBehavior ?? 'CANCEL') as Behavior;
    default:
      return (expireBehavior ?? 'CANCEL') as Behavior;
  }
}

/** The tasks of the decision, and with which state they begin. Each list has a place of its own among all of them. */
function decidedFrame(taskRun: OpenTaskRun): Frame {
  const { tasks, then: onWait, else: onDeny } = taskRun.task.branches!;
  const denyFrom = tasks.length - onDeny.length;
  const decision = taskRun.memo!['decision'];
  const list = decision === 'APPROVED' ? tasks.slice(0, denyFrom) : tasks;
  const frame = newFrame('sequence', taskRun, list, 0);
  frame.next = decision === 'APPROVED' ? onWait.length : decision === 'DENIED' ? denyFrom : tasks.length;
  frame.worst = Number(taskRun.memo!['announced'] ?? 0);
  const behavior = behaviorOf(taskRun);
  if (behavior === 'WARN') frame.worst = Math.max(frame.worst, rankOf('WARNING'));
  if (behavior === 'FAIL') {
    frame.worst = rankOf('FAILED');
    frame.failed = true;
  }
  if (taskRun.memo!['hasEnded'] === true) frame.exit = 'SUCCESS';
  return frame;
}

/** The tasks of the decision are over: whether the execution ends here, instead of going on with what follows. */
function hasEndedExecution(live: Live, taskRun: OpenTaskRun, frame: Frame): boolean {
  switch (behaviorOf(taskRun)) {
    case 'SUCCEED':
      // What ended the execution first counts.
      if (live.exit !== undefined) return false;
      live.exit = 'SUCCESS';
      executionChanged(live);
      remember(live, taskRun, { hasEnded: true });
      frame.exit = live.exit;
      return false;
    case 'CANCEL':
      return endIn(live, taskRun, frame, 'CANCELLED');
    case 'KILL':
      return endIn(live, taskRun, frame, 'KILLED');
    default:
      return false;
  }
}

function endIn(live: Live, taskRun: OpenTaskRun, frame: Frame, state: StateName): true {
  frame.ended = true;
  endTaskRun(live, taskRun, state);
  stopExecution(live, state, { cascade: state === 'KILLED' });
  return true;
}
