/** How far a chain of executions has come: one that is followed, what started it and what it started. */
import { isTerminal, startedAt, type Execution } from '@windhover/model';

interface Known {
  readonly flow: string;
  readonly isEnded: boolean;
  readonly startedAt: number;
  /** Heard of another one; a restart of that one starts a new execution, and leaves this one as it is. */
  readonly isListener: boolean;
}

const flowTrigger = 'io.kestra.plugin.core.trigger.Flow';

export class RunOfChain {
  readonly #flows: ReadonlySet<string>;
  readonly #followedId: string;
  readonly #known = new Map<string, Known>();
  /** Of the followed one, when it was restarted last after an end. */
  #restartedAt = Number.NEGATIVE_INFINITY;

  /** `flows` are those that have to run, by a name that `see` is given, too. */
  constructor(flows: ReadonlySet<string>, followedId: string) {
    this.#flows = flows;
    this.#followedId = followedId;
  }

  see(flow: string, execution: Execution): void {
    const { id, state, trigger } = execution;
    if (id === this.#followedId) this.#restartedAt = lastRestart(execution);
    this.#known.set(id, {
      flow,
      isEnded: isTerminal(state.current),
      startedAt: startedAt(state),
      isListener: trigger?.type === flowTrigger,
    });
  }

  /** Each flow has run, none runs, and what heard of the first end has heard of the one after the restart. */
  get isOver(): boolean {
    const ran = new Set<string>();
    for (const known of this.#known.values()) {
      if (!this.#flows.has(known.flow)) continue;
      if (!known.isEnded) return false;
      if (!this.#isOfEarlierRun(known)) ran.add(known.flow);
    }
    return ran.size === this.#flows.size;
  }

  #isOfEarlierRun({ isListener, startedAt: at }: Known): boolean {
    const begunAt = this.#known.get(this.#followedId)?.startedAt ?? Number.POSITIVE_INFINITY;
    return isListener && at > begunAt && at < this.#restartedAt;
  }
}

function lastRestart({ state: { histories } }: Execution): number {
  const index = histories.findLastIndex(
    ({ state }, at) => state === 'RESTARTED' && at > 0 && isTerminal(histories[at - 1]!.state),
  );
  return histories[index]?.at ?? Number.NEGATIVE_INFINITY;
}
