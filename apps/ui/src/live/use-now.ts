import { useSyncExternalStore } from 'react';

/** One clock for all that counts on a page, so that durations tick together and an idle page has no timer. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let current = Date.now();

function tick(): void {
  current = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    current = Date.now();
    timer = setInterval(tick, 500);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const never = (): (() => void) => () => undefined;

/** Epoch milliseconds, renewed twice a second while `running`. */
export function useNow(running = true): number {
  const shared = useSyncExternalStore(running ? subscribe : never, () => current);
  return running ? shared : current;
}
