/** All timers of a shard in one heap, with a single alarm for the next that is due. Late rather than never. */
import type { RuntimeClock } from './deps.ts';
import type { Held } from './held.ts';

export interface Timers {
  set(held: Held, key: string, dueAt: number): void;
  clear(): void;
}

interface Timer {
  readonly held: Held;
  readonly key: string;
  readonly dueAt: number;
}

/** Fired in one go, so that a thousand timers due at once do not hold the event loop. */
const firedAtOnce = 500;
/** Wall clocks are set back and forth: the next due date is looked at again after this at the latest. */
const longestSleepMs = 60_000;

/** `fire` is called for each timer that is due and still stands in `held.timers` with that date. */
export function createTimers(clock: RuntimeClock, fire: (held: Held, key: string) => void): Timers {
  const heap: Timer[] = [];
  let alarm: { readonly at: number; cancel(): void } | undefined;

  const arm = (): void => {
    const next = heap[0];
    if (next === undefined || (alarm !== undefined && alarm.at <= next.dueAt)) return;
    alarm?.cancel();
    const cancel = clock.after(Math.min(Math.max(next.dueAt - clock.now(), 0), longestSleepMs), ring);
    alarm = { at: next.dueAt, cancel };
  };
  const ring = (): void => {
    alarm = undefined;
    const now = clock.now();
    for (let fired = 0; fired < firedAtOnce && heap.length > 0 && heap[0]!.dueAt <= now;) {
      const { held, key, dueAt } = pop(heap);
      if (held.timers.get(key) !== dueAt) continue;
      fired += 1;
      fire(held, key);
    }
    arm();
  };

  return {
    set(held, key, dueAt) {
      push(heap, { held, key, dueAt });
      arm();
    },
    clear() {
      heap.length = 0;
      alarm?.cancel();
      alarm = undefined;
    },
  };
}

function push(heap: Timer[], timer: Timer): void {
  let at = heap.push(timer) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]!.dueAt <= timer.dueAt) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = timer;
}

function pop(heap: Timer[]): Timer {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]!.dueAt < heap[child]!.dueAt) child += 1;
    if (heap[child]!.dueAt >= last.dueAt) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}
