/** Things with a due date, the earliest first, with a single alarm for the next. Late rather than never. */
import type { RuntimeClock } from './deps.ts';

export interface DueHeap<Item> {
  set(item: Item, dueAt: number): void;
  clear(): void;
}

interface Entry<Item> {
  readonly item: Item;
  readonly dueAt: number;
}

/** Fired in one go, so that a thousand things due at once do not hold the event loop. */
const firedAtOnce = 500;
/** Wall clocks are set back and forth: the next due date is looked at again after this at the latest. */
const longestSleepMs = 60_000;

/** `fire` is called for each item that is due; it answers false for one whose date no longer counts. */
export function createDueHeap<Item>(
  clock: Pick<RuntimeClock, 'now' | 'after'>,
  fire: (item: Item, dueAt: number) => boolean,
): DueHeap<Item> {
  const heap: Entry<Item>[] = [];
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
      const { item, dueAt } = pop(heap);
      if (fire(item, dueAt)) fired += 1;
    }
    arm();
  };

  return {
    set(item, dueAt) {
      push(heap, { item, dueAt });
      arm();
    },
    clear() {
      heap.length = 0;
      alarm?.cancel();
      alarm = undefined;
    },
  };
}

function push<Item>(heap: Entry<Item>[], entry: Entry<Item>): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]!.dueAt <= entry.dueAt) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = entry;
}

function pop<Item>(heap: Entry<Item>[]): Entry<Item> {
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
