import type { WireWaitingReason } from '../../api/executions.ts';
import { formatAgo, formatInstantWithZone } from '../../format/instant.ts';
import { killSwitchText } from '../../messages/en-kill-switches.ts';
import { t } from '../../messages/en.ts';

const words = t.executions.waiting;

/** What is waited for, with dates in the reader's zone; where the facts are not known, in the server's words. */
export function waitingSentence({ kind, facts, message }: WireWaitingReason, now: number): string {
  const due = typeof facts['dueAt'] === 'string' ? Date.parse(facts['dueAt']) : undefined;
  const date = due === undefined ? '' : formatInstantWithZone(due);
  const ago = due === undefined ? '' : formatAgo(due, now);
  switch (kind) {
    case 'DATE':
      return due === undefined ? message : words.scheduled(date, ago);
    case 'RESUME':
      if (facts['approval'] === true) return due === undefined ? words.decide : words.decideUntil(date, ago);
      return due === undefined ? words.resume : words.resumeUntil(date, ago);
    case 'RETRY':
      return due === undefined ? message : words.retry(Number(facts['attempt']), date, ago);
    case 'SLOT':
      // Who takes the slots stands beside it as links.
      if (typeof facts['thing'] !== 'string') return message;
      return words.slots(facts['thing'], Number(facts['taken']), Number(facts['limit']));
    case 'ROUND':
      return due === undefined ? message : words.round(Number(facts['round']), date, ago);
    case 'CHILD':
      // Which it is stands beside it as a link.
      return Array.isArray(facts['executionIds']) ? words.child : message;
    case 'SWITCH': {
      const name = String(facts['killSwitch']);
      const end = typeof facts['endsAt'] === 'string' ? Date.parse(facts['endsAt']) : undefined;
      if (end === undefined) return killSwitchText.held(name);
      return killSwitchText.heldUntil(name, formatInstantWithZone(end), formatAgo(end, now));
    }
    case 'TURN':
    case 'WORKER':
    case 'KILL':
    case 'TRIGGER':
      return message;
  }
}
