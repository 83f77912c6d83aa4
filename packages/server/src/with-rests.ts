/** What comes from a worker is dealt with in the thread that serves everybody: one that says a lot is read with rests. */
import type { WorkerSocket } from '@windhover/services';

/** How much of the thread's time is a worker's before it rests, and for how long: a third of it at most. */
const turnMs = 20;
const restMs = 40;

export interface Rests {
  /** Nothing is read until `resume`; what has arrived already may still come. */
  pause(): void;
  resume(): void;
  /** In milliseconds, from any moment on. */
  now(): number;
  after(delayMs: number, run: () => void): void;
}

/** The connection, paused when dealing with its frames has taken too long. Its sender waits, and nothing is lost. */
export function withRests(socket: WorkerSocket, { pause, resume, now, after }: Rests): WorkerSocket {
  let spentMs = 0;
  let isResting = false;
  const goOn = (): void => {
    isResting = false;
    spentMs = 0;
    resume();
  };
  return {
    ...socket,
    listen: ({ frame, closed }) =>
      socket.listen({
        closed,
        frame(bytes) {
          const beganAt = now();
          frame(bytes);
          spentMs += now() - beganAt;
          if (isResting || spentMs < turnMs) return;
          isResting = true;
          pause();
          after(restMs, goOn);
        },
      }),
  };
}
