/** So many pieces of work at a time, the rest in order. */

/**
 * Begins what there is no room for once something else is over, in a later turn of the event loop: work that never waits
 * leaves room for others too. Resolves and rejects as the work does.
 */
export function createFewAtATime(atOnce: number): (work: () => unknown) => Promise<unknown> {
  const waiting: (() => void)[] = [];
  let room = atOnce;

  return async (work) => {
    if (room > 0) room -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      setImmediate(passOn);
    }
  };

  /** To whoever has waited longest. */
  function passOn(): void {
    const next = waiting.shift();
    if (next === undefined) room += 1;
    else next();
  }
}
