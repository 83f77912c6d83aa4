/**
 * Random flows under random disturbance. `ENGINE_RUNS` sets how many of each, and has the number of events printed at the
 * end; a failing seed is printed.
 */
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Flow } from '@windhover/model';
import { arbitraryFlow } from './testing/arbitrary-flow.ts';
import { brokenInvariants } from './testing/invariants.ts';
import { outline } from './testing/outline.ts';
import { pathOf, play as playUncounted, type Disturbance, type Played } from './testing/play.ts';
import { compiled } from './testing/test-flow.ts';
import { replayFrom } from './replay.ts';

const numRuns = Number(process.env['ENGINE_RUNS'] ?? 300);

const limit = { timeout: 10_000 + numRuns * 50 };

let eventCount = 0;
afterAll(() => {
  if (process.env['ENGINE_RUNS'] !== undefined) process.stdout.write(`${eventCount} events were applied\n`);
});

function play(flow: Flow, disturbance?: Disturbance): Played {
  const played = playUncounted(flow, disturbance);
  eventCount += played.eventCount;
  return played;
}

/** The same seed, the same disturbance. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** What an execution came to, without ordinals and times. */
function outcomeOf({ execution, taskRuns }: Played): unknown {
  const rows = new Map(taskRuns.map((row) => [row.ord, row]));
  const states = taskRuns.map(
    (row) => `${pathOf(row, rows)} ${row.state.histories.map(({ state }) => state).join(' ')} ${row.attempts.length}`,
  );
  return [execution.state.histories.map(({ state }) => state).join(' '), ...states.sort()];
}

function forEveryFlow(check: (flow: Flow, seed: number, step: number) => void): void {
  const property = fc.property(arbitraryFlow(), fc.nat(), fc.integer({ min: 1, max: 60 }), check);
  const result = fc.check(property, { numRuns });
  if (!result.failed || result.counterexample === null) return;
  const [flow, seed, step] = result.counterexample;
  const cause = result.errorInstance instanceof Error ? result.errorInstance : new Error(String(result.errorInstance));
  const where = `seed ${seed}, step ${step} (fast-check: seed ${result.seed}, path '${result.counterexamplePath}')`;
  throw new Error(`${cause.message}\n${where}\n${outline(flow)}`, { cause });
}

function expectSound(played: Played): void {
  const problems = brokenInvariants(played);
  if (problems.length > 0) throw new Error(problems.join('; '));
}

test('every flow ends, and what must hold of an ended execution does', limit, () => {
  forEveryFlow((flow) => {
    expectSound(play(flow));
  });
});

test('the same events give the same rows and effects', limit, () => {
  forEveryFlow((flow) => {
    const first = play(flow);
    const second = play(flow);
    expect(second.taskRuns).toEqual(first.taskRuns);
    expect(second.effects).toEqual(first.effects);
  });
});

test('repeated events, refused commits and lost memory change nothing in the end', limit, () => {
  forEveryFlow((flow, seed) => {
    const disturbed = play(flow, { random: randomOf(seed), repeat: 0.2, refuse: 0.1, crash: 0.1 });
    expectSound(disturbed);
    expect(outcomeOf(disturbed)).toEqual(outcomeOf(play(flow)));
  });
});

test('memory that is filled from rows after every event behaves as if it had never been lost', limit, () => {
  forEveryFlow((flow, seed) => {
    expect(outcomeOf(play(flow, { random: randomOf(seed), crash: 0.7 }))).toEqual(outcomeOf(play(flow)));
  });
});

test('opening two task runs a call comes to the same as opening a thousand', limit, () => {
  forEveryFlow((flow, seed) => {
    const sliced = play(flow, { random: randomOf(seed), openAtOnce: 2, crash: 0.1 });
    expectSound(sliced);
  });
});

test('whatever the order of results, the execution ends in the same state', limit, () => {
  forEveryFlow((flow, seed) => {
    const shuffled = play(flow, { random: randomOf(seed), shuffle: true, repeat: 0.1, crash: 0.05 });
    expectSound(shuffled);
  });
});

test(
  "a kill at any moment ends everything, and nothing starts after it but the flow's own finally and afterExecution",
  limit,
  () => {
    forEveryFlow((flow, seed, step) => {
      const played = play(flow, {
        random: randomOf(seed),
        shuffle: true,
        killAt: step,
        mute: 0.3,
        openAtOnce: 3,
        repeat: 0.1,
        crash: 0.1,
        refuse: 0.1,
      });
      expectSound(played);
      const { execution, taskRuns, live } = played;
      const killedAt = execution.state.histories.find(({ state }) => state === 'KILLING')?.at;
      if (killedAt === undefined) return;
      // An Approval, a Pause or a deadline of its own may have ended it before.
      expect(['KILLED', 'CANCELLED', ...(flow.sla.length > 0 ? ['FAILED'] : [])]).toContain(execution.state.current);
      const late = taskRuns.filter((row) => row.state.histories[0]!.at > killedAt && row.parentOrd < 0);
      expect(
        late.filter((row) => !['finally', 'afterExecution'].includes(live.flow.byId.get(row.taskId)!.phase)),
      ).toEqual([]);
    });
  },
);

test('a pause by hand and a resume lose nothing', limit, () => {
  forEveryFlow((flow, seed, step) => {
    const played = play(flow, { random: randomOf(seed), pauseAt: step, crash: 0.1, repeat: 0.1 });
    expectSound(played);
  });
});

test('a restart begins what failed again and comes to an end, whatever is lost meanwhile', limit, () => {
  forEveryFlow((flow, seed) => {
    const restarted = play(flow, { random: randomOf(seed), restarts: 2, crash: 0.1, refuse: 0.1 });
    expectSound(restarted);
    expect(outcomeOf(restarted)).toEqual(outcomeOf(play(flow, { random: () => 0.999, restarts: 2 })));
  });
});

test(
  'whatever users, workers and clocks do at any time, late and twice, the execution comes to one sound end',
  limit,
  () => {
    forEveryFlow((flow, seed) => {
      const played = play(flow, {
        random: randomOf(seed),
        interfere: 0.2,
        shuffle: true,
        mute: 0.2,
        openAtOnce: 3,
        repeat: 0.1,
        crash: 0.1,
        refuse: 0.1,
      });
      expectSound(played);
    });
  },
);

test('setting the clock on the wall changes nothing', limit, () => {
  forEveryFlow((flow, seed) => {
    const disturbed = play(flow, { random: randomOf(seed), clock: 0.3 });
    expectSound(disturbed);
    expect(outcomeOf(disturbed)).toEqual(outcomeOf(play(flow)));
  });
});

test('a replay from any task run, disturbed as well, comes to a sound end', limit, () => {
  forEveryFlow((flow, seed) => {
    const random = randomOf(seed);
    const { execution, taskRuns } = play(flow, { random, restarts: 1, shuffle: true });
    const chosen = taskRuns[Math.floor(random() * taskRuns.length)];
    if (chosen === undefined) return;
    const copied = replayFrom(execution, taskRuns, compiled(flow), chosen.ord, 5_000)!;
    expectSound(play(flow, { random, copied, interfere: 0.05, repeat: 0.1, crash: 0.1, refuse: 0.1 }));
  });
});
