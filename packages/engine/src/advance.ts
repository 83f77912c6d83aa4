/** What happens to an execution, event by event. */
import type { Instant } from '@windhover/model';
import { checkAssertions } from './sla.ts';
import type { Live } from './live.ts';
import { settleState } from './execution-state.ts';
import { onChildEnded, onChildReplaced, onChildRefused, onChildStarted } from './on-child.ts';
import { onContinued } from './on-continued.ts';
import { onCreated } from './on-created.ts';
import { onEvaluated } from './on-evaluated.ts';
import { onInnerEnded, onInnerStarted } from './on-inner.ts';
import { onKillRequested } from './on-kill-requested.ts';
import { onLabelsSet } from './on-labels-set.ts';
import { onLoaded } from './on-loaded.ts';
import { onForceRun, onPauseRequested, onResumed } from './on-paused-resumed.ts';
import { onRestarted } from './on-restarted.ts';
import { onSlotGranted, onSlotRefused } from './on-slot.ts';
import { onStatusChanged } from './on-status-changed.ts';
import { endIfIdle, onSwitchEnded, onSwitchHeld, onSwitchReleased } from './on-switch.ts';
import { onTaskFailed } from './on-task-failed.ts';
import { onTaskKilled } from './on-task-killed.ts';
import { onTaskLost } from './on-task-lost.ts';
import { onTaskClaimed, onTaskReleased, onTaskStarted } from './on-task-started.ts';
import { onTaskStateChanged } from './on-task-state-changed.ts';
import { onTaskSucceeded } from './on-task-succeeded.ts';
import { onTimerFired } from './on-timer-fired.ts';
import { drain } from './step-frame.ts';
import type { Advance, Event } from './types.ts';

/**
 * Applies one event: changes `live` in place and tells which rows to write and what to do once they are committed.
 * Deterministic: the same state and event give the same answer. Late, repeated and foreign events change nothing. If it
 * throws, or the commit of its changes is refused, `live` must be dropped and loaded again. `steadyAt` is the instant of the
 * event by a clock that nobody sets while the process runs.
 */
export function advance(live: Live, event: Event, steadyAt: Instant = event.at): Advance {
  live.at = event.at;
  live.steadyAt = steadyAt;
  live.call += 1;
  live.budget = live.settings.openAtOnce;
  live.executionChanged = false;
  apply(live, event);
  drain(live);
  settleState(live);
  if (live.cancelledBy !== undefined) {
    endIfIdle(live);
    drain(live);
  }
  if (live.flow.flow.sla.length > 0 && !isAnswerToAssertion(event)) {
    checkAssertions(live);
    drain(live);
  }
  const { changes, effects } = live;
  if (changes.length === 0 && effects.length === 0) return nothing;
  live.changes = [];
  live.effects = [];
  return { changes, effects };
}

/** Asking again at once would go on without end. */
function isAnswerToAssertion(event: Event): boolean {
  return event.kind === 'evaluated' && event.ord < 0 && event.key.startsWith('sla:');
}

const nothing: Advance = { changes: [], effects: [] };

function apply(live: Live, event: Event): void {
  switch (event.kind) {
    case 'created':
      return onCreated(live);
    case 'loaded':
      return onLoaded(live);
    case 'continued':
      return onContinued(live, event);
    case 'evaluated':
      return onEvaluated(live, event);
    case 'taskClaimed':
      return onTaskClaimed(live, event);
    case 'taskReleased':
      return onTaskReleased(live, event);
    case 'taskStarted':
      return onTaskStarted(live, event);
    case 'taskSucceeded':
      return onTaskSucceeded(live, event);
    case 'taskFailed':
      return onTaskFailed(live, event);
    case 'taskKilled':
      return onTaskKilled(live, event);
    case 'taskLost':
      return onTaskLost(live, event);
    case 'innerStarted':
      return onInnerStarted(live, event);
    case 'innerEnded':
      return onInnerEnded(live, event);
    case 'timerFired':
      return onTimerFired(live, event);
    case 'childStarted':
      return onChildStarted(live, event);
    case 'childRefused':
      return onChildRefused(live, event);
    case 'childEnded':
      return onChildEnded(live, event);
    case 'childReplaced':
      return onChildReplaced(live, event);
    case 'killRequested':
      return onKillRequested(live, event);
    case 'switchEnded':
      return onSwitchEnded(live, event);
    case 'switchHeld':
      return onSwitchHeld(live, event);
    case 'switchReleased':
      return onSwitchReleased(live);
    case 'pauseRequested':
      return onPauseRequested(live);
    case 'resumed':
      return onResumed(live, event);
    case 'slotGranted':
      return onSlotGranted(live, event);
    case 'slotRefused':
      return onSlotRefused(live, event);
    case 'restarted':
      return onRestarted(live, event);
    case 'statusChanged':
      return onStatusChanged(live, event);
    case 'taskStateChanged':
      return onTaskStateChanged(live, event);
    case 'labelsSet':
      return onLabelsSet(live, event);
    case 'forceRun':
      return onForceRun(live, event);
  }
}
