import type { Transport } from '@windhover/ports';

/** What messages of a topic named since it was last asked, each once. */
export function collectNews<Name>(
  transport: Transport,
  topic: string,
  namesOf: (message: unknown) => readonly Name[],
): {
  /** Lets `next` look again whether it is over. */
  wake(): void;
  /** Waits for a message, or for the end. */
  next(isOver: () => boolean): Promise<ReadonlySet<Name>>;
  close(): void;
} {
  let names = new Set<Name>();
  let hasNews = false;
  let waiting: (() => void) | undefined;
  const wake = (): void => waiting?.();
  const unsubscribe = transport.subscribe(topic, (message) => {
    for (const name of namesOf(message)) names.add(name);
    hasNews = true;
    wake();
  });
  return {
    wake,
    async next(isOver) {
      if (!hasNews && !isOver()) await new Promise<void>((resolve) => (waiting = resolve));
      waiting = undefined;
      const told = names;
      names = new Set();
      hasNews = false;
      return told;
    },
    close: unsubscribe,
  };
}
