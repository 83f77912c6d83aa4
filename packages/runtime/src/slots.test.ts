import type { TenantKey } from '@windhover/model';
import type { LimitScope } from '@windhover/services';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSlots, type Asker } from './slots.ts';

const tenantKey = 't' as TenantKey;

/** What an execution is to do: start these and wait for them, at once or one after another. */
interface Plan {
  readonly flow: number;
  readonly isParallel: boolean;
  readonly calls: readonly Plan[];
}

/** By flow the names of what limits it. */
type LimitsOf = readonly (readonly string[])[];

class Run {
  readonly asker: Asker;
  readonly plan: Plan;
  readonly parent: Run | undefined;
  readonly started: Run[] = [];
  state: 'waiting' | 'running' | 'over' = 'waiting';
  isBeyond = false;

  constructor(asker: Asker, plan: Plan, parent: Run | undefined) {
    this.asker = asker;
    this.plan = plan;
    this.parent = parent;
  }

  get id(): string {
    return this.asker.executionId;
  }

  /** What it can do now: start its next call, or end; undefined while it waits. */
  get next(): Plan | 'end' | undefined {
    if (this.state !== 'running') return undefined;
    const isWaiting = this.started.some(({ state }) => state !== 'over');
    const next = this.plan.calls[this.started.length];
    if (next === undefined) return isWaiting ? undefined : 'end';
    return isWaiting && !this.plan.isParallel ? undefined : next;
  }

  get ancestors(): readonly Run[] {
    return this.parent === undefined ? [] : [this.parent, ...this.parent.ancestors];
  }
}

/** Executions under limits until all of them are over; `picks` says who is next. Tells who began beyond limits. */
function play(roots: readonly Plan[], limitsOf: LimitsOf, limit: number, picks: readonly number[]): readonly Run[] {
  const slots = createSlots();
  const runs: Run[] = [];

  const start = (plan: Plan, parent?: Run): void => {
    const names = limitsOf[plan.flow % limitsOf.length]!;
    const limits = names.map((name): LimitScope => {
      return { name, thing: name, namespace: undefined, concurrency: { limit, behavior: 'QUEUE' }, quotas: [] };
    });
    const executionId = `e${runs.length}`;
    const ancestors = parent === undefined ? [] : [parent, ...parent.ancestors].map(({ id }) => id);
    const flow = { namespace: 'n', id: `f${plan.flow}` };
    const asker = { executionId, tenantKey, shard: 0, flow, isChild: parent !== undefined, limits, ancestors };
    const run = new Run(asker, plan, parent);
    runs.push(run);
    parent?.started.push(run);
    if (slots.findFull(asker) === undefined && !slots.hasWaiting(asker)) {
      slots.take(asker);
      run.state = 'running';
    } else {
      slots.wait(asker, (warning) => {
        run.state = 'running';
        run.isBeyond = warning !== undefined;
      });
    }
  };

  const demandWithinLimits = (): void => {
    for (const name of new Set(limitsOf.flat())) {
      const inside = runs.filter(
        ({ state, asker }) => state === 'running' && asker.limits.some((it) => it.name === name),
      );
      const taking = inside.filter((run) => !inside.some(({ ancestors }) => ancestors.includes(run)));
      const within = taking.filter((run) => ![run, ...run.ancestors].some(({ isBeyond }) => isBeyond));
      expect(within.length).toBeLessThanOrEqual(limit);
    }
  };

  for (const plan of roots) start(plan);
  for (let step = 0; runs.some(({ state }) => state !== 'over'); step += 1) {
    const able = runs.filter(({ next }) => next !== undefined);
    const run = able[(picks[step % picks.length] ?? 0) % Math.max(able.length, 1)];
    if (run === undefined) {
      const moving = new Set(able.flatMap((one) => [one, ...one.ancestors]).map(({ id }) => id));
      const stuck = slots.findStuck(tenantKey, (id) => moving.has(id));
      expect(stuck).toBeDefined();
      slots.admitBeyond(stuck!, 'stuck');
    } else if (run.next === 'end') {
      run.state = 'over';
      slots.leave(run.asker);
      slots.admitWaiting(tenantKey);
    } else start(run.next!, run);
    demandWithinLimits();
  }
  expect([slots.waitingCount(), ...runs.map(({ asker }) => slots.heldBy(asker))]).toEqual([
    0,
    ...runs.map(() => undefined),
  ]);
  return runs.filter(({ isBeyond }) => isBeyond);
}

/** With calls below calls, so deep. */
function plans(depth: number): fc.Arbitrary<Plan> {
  const calls = depth === 0 ? fc.constant([]) : fc.array(plans(depth - 1), { maxLength: 3 });
  return fc.record({ flow: fc.nat(3), isParallel: fc.boolean(), calls });
}

const roots = fc.array(plans(3), { minLength: 1, maxLength: 5 });
const picks = fc.array(fc.nat(20), { minLength: 1, maxLength: 30 });
const limit = fc.integer({ min: 1, max: 3 });

describe('executions that wait for others under limits', () => {
  test('all of them end, within limits, where the same limits hold for all', () => {
    fc.assert(
      fc.property(roots, limit, picks, (each, most, order) => {
        expect(play(each, [['namespace', 'tenant']], most, order)).toEqual([]);
      }),
    );
  });

  test('all of them end where limits cross, beyond a limit only where nothing else goes on', () => {
    const limitsOf = fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(roots, limitsOf, limit, picks, (each, names, most, order) => {
        play(each, names, most, order);
      }),
    );
  });

  test('two that wait for what the other one keeps out end by letting one in', () => {
    const calls = (flow: number, other: number): Plan => {
      return { flow, isParallel: false, calls: [{ flow: other, isParallel: false, calls: [] }] };
    };

    expect(play([calls(0, 1), calls(1, 0)], [['a'], ['b']], 1, [0, 1])).toHaveLength(1);
  });
});
