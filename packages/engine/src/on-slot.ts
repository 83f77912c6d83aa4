import { isTerminal } from '@windhover/model';
import { beginExecution } from './begin-execution.ts';
import { enterExecutionState } from './execution-state.ts';
import { endExecution } from './finish-execution.ts';
import type { Live } from './live.ts';
import type { Event } from './types.ts';

export function onSlotGranted(live: Live, { warning }: Extract<Event, { kind: 'slotGranted' }>): void {
  if (!live.awaitsSlot) return;
  if (warning !== undefined) live.effects.push({ kind: 'log', ord: -1, level: 'WARN', message: warning });
  beginExecution(live);
}

/** QUEUED until a slot is free, or over before it began. */
export function onSlotRefused(live: Live, { behavior, message }: Extract<Event, { kind: 'slotRefused' }>): void {
  if (!live.awaitsSlot || isTerminal(live.state.current)) return;
  switch (behavior) {
    case 'QUEUE':
      return enterExecutionState(live, 'QUEUED');
    case 'CANCEL':
    case 'FAIL': {
      live.awaitsSlot = false;
      live.effects.push({ kind: 'log', ord: -1, level: behavior === 'FAIL' ? 'ERROR' : 'WARN', message });
      return endExecution(live, behavior === 'FAIL' ? 'FAILED' : 'CANCELLED');
    }
  }
}
