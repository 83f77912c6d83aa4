/**
 * Kill switches that hold, in memory: read at the start, when use cases announce a change, and looked at again when the
 * period of one begins or ends. Without any, an execution costs a look at an empty list.
 */
import type { Event } from '@windhover/engine';
import { isTerminal, type KillSwitch } from '@windhover/model';
import { topics } from '@windhover/ports';
import {
  holdsAt,
  nearestSwitch,
  switchScope,
  targetOf,
  type InstanceChange,
  type LimitScope,
} from '@windhover/services';
import type { Background } from './background.ts';
import type { RuntimeDeps } from './deps.ts';
import type { Held } from './held.ts';

export interface Switches {
  /** What must happen to the execution first, by the switch that decides about it; undefined when it is as that says. */
  order(held: Held): Event | undefined;
  /** Keeps an execution from beginning that a switch ignores; the same object while the switch is the same. */
  scopeOf(held: Held): LimitScope | undefined;
  close(): void;
}

/** Clocks may be set: the edge of a period is met within this. */
const lookEveryMs = 60_000;
const retryMs = 1_000;

/** Resolves once they are known. `changed` is called when others hold from then on than before. */
export async function openSwitches(
  { store, transport, clock }: Pick<RuntimeDeps, 'store' | 'transport' | 'clock'>,
  background: Background,
  changed: () => void,
): Promise<Switches> {
  let all: readonly KillSwitch[] = [];
  let holding: readonly KillSwitch[] = [];
  let scopes = new Map<KillSwitch, LimitScope>();
  let reading = Promise.resolve();
  let isOpen = false;
  let isClosed = false;
  let cancel: (() => void) | undefined;

  const read = async (): Promise<void> => {
    all = await store.killSwitches.list();
    look();
  };

  /** One after the other, until it succeeds: what is held must not stay so because a read failed. */
  const readAgain = (): void => {
    reading = reading.then(async () => {
      try {
        await read();
      } catch (error) {
        if (!isClosed) clock.after(retryMs, readAgain);
        throw error;
      }
    });
    background.run('read the kill switches again', reading);
    reading = reading.catch(() => undefined);
  };

  const unsubscribe = transport.subscribe(topics.instance, (message) => {
    const { kind } = message as InstanceChange;
    if (kind === 'killSwitches' || kind === 'missed') readAgain();
  });
  const first = read();
  reading = first.catch(() => undefined);
  await first;
  isOpen = true;

  return {
    order(held) {
      const { live } = held;
      if ((holding.length === 0 && live.heldBy === undefined) || live.isOver) return undefined;
      return orderFor(held, decisive(held), clock.now());
    },
    scopeOf(held) {
      if (holding.length === 0) return undefined;
      const found = decisive(held);
      return found?.evaluationType === 'IGNORE' ? scopes.get(found) : undefined;
    },
    close() {
      isClosed = true;
      cancel?.();
      unsubscribe();
    },
  };

  function decisive({ tenantKey, live }: Held): KillSwitch | undefined {
    const { namespace, id: flowId } = live.flow.flow;
    const { loopRun } = live.begunFrom;
    const part = loopRun === undefined ? {} : { loopRun };
    return nearestSwitch(holding, targetOf(tenantKey, { id: live.id, namespace, flowId, ...part }));
  }

  function look(): void {
    if (isClosed) return;
    const now = clock.now();
    const found = all.filter((one) => holdsAt(one, now));
    cancel?.();
    const edges = all.filter(({ enabled }) => enabled).flatMap(({ startsAt, endsAt }) => [startsAt, endsAt ?? 0]);
    const next = Math.min(...edges.filter((edge) => edge > now));
    cancel = Number.isFinite(next) ? clock.after(Math.min(next - now, lookEveryMs), look) : undefined;
    if (JSON.stringify(found) === JSON.stringify(holding)) return;
    holding = found;
    scopes = new Map(holding.map((one) => [one, switchScope(one)]));
    if (isOpen) changed();
  }
}

function orderFor({ live }: Held, found: KillSwitch | undefined, at: number): Event | undefined {
  switch (found?.evaluationType) {
    case 'KILL':
      if (live.stop !== undefined) return undefined;
      return { kind: 'switchEnded', killSwitch: found.name, endState: 'KILLED', at };
    case 'CANCEL':
      if (live.stop !== undefined || live.cancelledBy !== undefined || isTerminal(live.state.current)) return undefined;
      return { kind: 'switchEnded', killSwitch: found.name, endState: 'CANCELLED', at };
    case 'IGNORE': {
      const isEnding = live.stop !== undefined || live.cancelledBy !== undefined || isTerminal(live.state.current);
      if (!live.isBegun || isEnding || live.heldBy === found.name) return undefined;
      return { kind: 'switchHeld', killSwitch: found.name, at };
    }
    case 'PASS':
    case undefined:
      return live.heldBy === undefined ? undefined : { kind: 'switchReleased', at };
  }
}
