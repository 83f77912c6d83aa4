/** Executions of a tenant that have not ended, for what is done to all of them. */
import type { StateName, TenantKey } from '@windhover/model';
import type { Deps } from '../deps.ts';

type Host = Pick<Deps, 'store' | 'host' | 'clock'>;

const atOnce = 500;
export const unfinishedStates: readonly StateName[] = [
  'CREATED',
  'RUNNING',
  'PAUSED',
  'RESTARTED',
  'QUEUED',
  'RETRYING',
  'KILLING',
  'BREAKPOINT',
  'SUBMITTED',
];

const begun: readonly StateName[] = ['RUNNING', 'RESTARTED', 'RETRYING', 'PAUSED', 'BREAKPOINT'];

/** Longer than a task that is told to stop may take. */
const endLimitMs = 30_000;

/** Kills all that runs or waits to run, as of now. Resolves once each is told; a repeat changes nothing. */
export async function killUnfinished(deps: Host, key: TenantKey): Promise<void> {
  await eachIn(deps, key, unfinishedStates, (executionId) =>
    deps.host.send(key, executionId, { kind: 'killRequested', at: deps.clock.now() }),
  );
}

/**
 * Pauses what has begun, at the next border between two tasks, also what waits for a date or an answer of its own; answers
 * the executions that were told. Those that were paused by hand are left to the hand.
 */
export async function pauseRunning(deps: Host, key: TenantKey): Promise<readonly string[]> {
  const { executions } = deps.store.scope(key);
  const paused: string[] = [];
  await eachIn(deps, key, begun, async (executionId) => {
    if ((await executions.find(executionId))?.memo?.['isHeld'] === true) return;
    await deps.host.send(key, executionId, { kind: 'pauseRequested', at: deps.clock.now() });
    paused.push(executionId);
  });
  return paused;
}

/** Resolves when all have ended, or after half a minute; answers whether they have. */
export async function waitForEnds(deps: Host, key: TenantKey): Promise<boolean> {
  const signal = AbortSignal.timeout(endLimitMs);
  await eachIn(deps, key, unfinishedStates, (executionId) => deps.host.waitForEnd(key, executionId, signal));
  const { executions } = deps.store.scope(key);
  return (await executions.searchIds(inStates(unfinishedStates), 'all', 1)).length === 0;
}

/** Each execution in one of the states, once, also those that get there meanwhile. */
async function eachIn(
  { store }: Host,
  key: TenantKey,
  states: readonly StateName[],
  act: (executionId: string) => Promise<unknown>,
): Promise<readonly string[]> {
  const { executions } = store.scope(key);
  const seen = new Set<string>();
  for (;;) {
    const found = await executions.searchIds(inStates(states), 'all', atOnce + seen.size);
    const ids = found.filter((executionId) => !seen.has(executionId));
    if (ids.length === 0) return [...seen];
    await Promise.all(ids.map(act));
    for (const executionId of ids) seen.add(executionId);
  }
}

function inStates(states: readonly StateName[]) {
  return [{ field: 'state', operation: 'IN', value: states } as const];
}
