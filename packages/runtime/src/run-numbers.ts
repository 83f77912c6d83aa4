/** Internal numbers of executions, handed out from blocks that the store reserves. */
import type { ShardStore } from '@windhover/ports';

export interface RunNumbers {
  /** The next one; undefined when the block is used up: `more` has another one then. */
  next(): number | undefined;
  /** Resolves to a number once there is another block. */
  more(): Promise<number>;
}

export async function createRunNumbers(shards: Pick<ShardStore, 'reserveRuns'>): Promise<RunNumbers> {
  let block = await shards.reserveRuns();
  let used = 0;
  let reserving: Promise<void> | undefined;

  const next = (): number | undefined => (used < block.count ? block.first + used++ : undefined);

  const reserve = async (): Promise<void> => {
    const reserved = await shards.reserveRuns();
    block = reserved;
    used = 0;
  };

  return {
    next,
    async more() {
      for (;;) {
        const run = next();
        if (run !== undefined) return run;
        reserving ??= reserve().finally(() => (reserving = undefined));
        await reserving;
      }
    },
  };
}
