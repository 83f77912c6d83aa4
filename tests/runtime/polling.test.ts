/** Triggers that look for something, by a clock that the test moves. */
import { defaultTenantKey, type TriggerState } from '@windhover/model';
import { defineTrigger } from '@windhover/plugin-sdk';
import { eventually, fakeClock, logTask, type FakeClock, type TaskParts } from '@windhover/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { startFixture, type Fixture } from './runtime-fixture.ts';

const name = ['team', 'polled', 'look'] as const;
const minute = 60_000;
const pauseTask = { id: 'pause', type: 'io.kestra.plugin.core.flow.Pause' };

interface Look {
  answer(found?: object): void;
  fail(error: Error): void;
  readonly signal: AbortSignal;
}

/** A trigger whose looks the test answers; `looks` are those that wait for an answer, and when each began. */
function aTrigger() {
  const looks: Look[] = [];
  const trigger = defineTrigger({
    type: 'test.Look',
    title: 'Look',
    description: 'Looks',
    properties: z.object({ place: z.string().default('here') }),
    outputs: z.record(z.string(), z.unknown()),
    evaluate({ signal, properties, log, explain }) {
      log('DEBUG', `Looking in ${properties.place}`);
      log('INFO', `The place is ${properties.place}`);
      explain(`Nothing is in ${properties.place}`);
      const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown> | undefined>();
      looks.push({ answer: (found) => resolve(found as Record<string, unknown>), fail: reject, signal });
      return promise;
    },
  });
  return { trigger, looks };
}

async function start(parts: object = {}, tasks: readonly TaskParts[] = [logTask()]) {
  const clock = fakeClock();
  const { trigger, looks } = aTrigger();
  const fixture = await startFixture({ clock, triggers: [trigger], hidesSecrets: true });
  const save = (changed: object = parts): void => {
    const triggers = [{ id: 'look', type: 'test.Look', interval: 'PT1M', ...changed }];
    fixture.addFlow({ namespace: 'team', id: 'polled', tasks, triggers });
    announce(fixture);
  };
  save();
  const look = (count: number) => soon(clock, () => expect(looks).toHaveLength(count)).then(() => looks[count - 1]!);
  return { clock, fixture, looks, look, save };
}

function announce(fixture: Fixture): void {
  fixture.announce({ kind: 'flow', tenantKey: defaultTenantKey, namespace: 'team', flowId: 'polled' });
}

const stateOf = ({ store }: Fixture): Promise<TriggerState | undefined> =>
  store.scope(defaultTenantKey).triggers.find(...name);

const historyOf = async ({ store }: Fixture) => {
  const { triggerEvaluations } = store.scope(defaultTenantKey);
  const [namespace, flowId, triggerId] = name;
  return (await triggerEvaluations.search({ namespace, flowId, triggerId }, { page: 1, size: 10, sort: [] })).results;
};

/** What is due at this moment runs until it holds. */
function soon<Result>(clock: FakeClock, check: () => Result | Promise<Result>): Promise<Result> {
  return eventually(async () => {
    await clock.advance(0);
    return check();
  });
}

/** Once an evaluation has been recorded with this outcome. */
const evaluated = (clock: FakeClock, fixture: Fixture, outcome: string): Promise<TriggerState> =>
  soon(clock, async () => {
    const state = await stateOf(fixture);
    expect(state?.lastEvaluation?.outcome).toBe(outcome);
    return state!;
  });

const executionsOf = async ({ store }: Fixture) =>
  (await store.scope(defaultTenantKey).executions.search([], { page: 1, size: 10, sort: [] }, 'all')).results;

test('looks at once, and again an interval after each look has ended', async () => {
  const { clock, fixture, look, looks } = await start({ place: "{{ 'the ' ~ flow.id }}" });
  const first = await look(1);
  await clock.advance(2 * minute);
  expect(looks).toHaveLength(1);

  first.answer();

  const state = await evaluated(clock, fixture, 'SKIPPED');
  expect(state).toMatchObject({
    kind: 'POLLING',
    nextAt: clock.now() + minute,
    lastEvaluation: { at: clock.now(), reason: 'Nothing is in the polled' },
  });
  await clock.advance(minute - 1);
  expect(looks).toHaveLength(1);
  await clock.advance(1);
  await look(2);
});

test('what it finds starts one execution, and it looks again an interval after that has ended', async () => {
  const { clock, fixture, look, looks } = await start({ inputs: {}, labels: { found: '{{ trigger.thing }}' } }, [
    pauseTask,
  ]);
  (await look(1)).answer({ thing: 'a bird' });

  const { executionId } = await evaluated(clock, fixture, 'FIRED');
  const [execution] = await executionsOf(fixture);
  expect(execution).toMatchObject({
    id: executionId,
    trigger: { id: 'look', type: 'test.Look', variables: { thing: 'a bird' } },
  });
  expect(execution!.labels).toContainEqual({ key: 'found', value: 'a bird' });
  await clock.advance(4 * minute);
  expect(looks).toHaveLength(1);

  await fixture.runtime.host.send(defaultTenantKey, executionId!, { kind: 'killRequested', at: clock.now() } as never);

  await soon(clock, async () => expect((await stateOf(fixture))?.executionId).toBeUndefined());
  expect((await stateOf(fixture))?.nextAt).toBe(clock.now() + minute);
  await clock.advance(minute);
  await look(2);
});

test('with allowConcurrent it looks on while its executions run', async () => {
  const { clock, fixture, look } = await start({ allowConcurrent: true }, [pauseTask]);
  (await look(1)).answer({});
  await evaluated(clock, fixture, 'FIRED');

  await clock.advance(minute);
  (await look(2)).answer({});

  await soon(clock, async () => expect(await executionsOf(fixture)).toHaveLength(2));
});

test('conditions that do not hold keep it from looking', async () => {
  const { clock, fixture, looks } = await start({ when: "{{ flow.id == 'other' }}" });

  const state = await evaluated(clock, fixture, 'SKIPPED');

  expect([state.lastEvaluation!.reason, looks]).toEqual(['The conditions do not hold', []]);
});

test('conditions that cannot be asked make an execution that FAILED', async () => {
  const { clock, fixture, looks } = await start({ when: '{{ unknown }}' });

  const { lastEvaluation } = await evaluated(clock, fixture, 'FAILED');

  const [execution] = await executionsOf(fixture);
  expect([execution!.state.current, execution!.id]).toEqual(['FAILED', lastEvaluation!.executionId]);
  expect(looks).toEqual([]);
});

test('a look that fails is told of once, and says why without the secrets that it read', async () => {
  const { clock, fixture, look } = await start({ place: "{{ secret('KEY') }}" });
  (await look(1)).fail(new Error('not with secret of KEY'));

  const { lastEvaluation } = await evaluated(clock, fixture, 'FAILED');
  expect(lastEvaluation!.reason).toBe('not with ********');
  await clock.advance(minute);
  (await look(2)).fail(new Error('not with secret of KEY'));
  await soon(clock, async () => expect((await stateOf(fixture))!.lastEvaluation!.at).toBe(clock.now()));

  expect(fixture.problems.map(({ message, isWarning }) => [message, isWarning])).toEqual([
    ["Trigger 'look' of flow 'team.polled' could not be evaluated: not with ********", true],
  ]);
  expect(await executionsOf(fixture)).toEqual([]);
});

test('what is said during a look is in the log of its trigger, from its level on and without the secrets that it read', async () => {
  const { clock, fixture, look } = await start({ place: "{{ secret('KEY') }}", logLevel: 'INFO' });
  (await look(1)).fail(new Error('no way into secret of KEY'));
  const { lastEvaluation } = await evaluated(clock, fixture, 'FAILED');
  await clock.advance(minute);
  (await look(2)).answer();
  await evaluated(clock, fixture, 'SKIPPED');

  const { logs } = fixture.store.scope(defaultTenantKey);
  const { results } = await logs.search([], { page: 1, size: 10, sort: [] }, 'all');
  const of = { namespace: 'team', flowId: 'polled', triggerId: 'look' };
  expect(results).toEqual([
    { ...of, at: lastEvaluation!.at + minute, level: 'INFO', message: 'The place is ********' },
    {
      ...of,
      at: lastEvaluation!.at,
      level: 'WARN',
      message: 'The trigger could not be evaluated: no way into ********',
    },
    { ...of, at: lastEvaluation!.at, level: 'INFO', message: 'The place is ********' },
  ]);
});

test('every look is in the history, those that went alike one after the other as one', async () => {
  const { clock, fixture, look } = await start();
  const lookAt = async (count: number, answer: (look: Look) => void): Promise<void> => {
    answer(await look(count));
    await soon(clock, async () => expect((await stateOf(fixture))?.nextAt).toBe(clock.now() + minute));
    await clock.advance(minute);
  };
  const beganAt = clock.now();
  for (const count of [1, 2, 3]) await lookAt(count, ({ answer }) => answer());
  await lookAt(4, ({ fail }) => fail(new Error('no answer')));
  (await look(5)).answer({ thing: 'a bird' });
  const { executionId } = await evaluated(clock, fixture, 'FIRED');

  expect(await historyOf(fixture)).toMatchObject([
    { outcome: 'FIRED', at: beganAt + 4 * minute, count: 1, executionId, reason: `Started execution '${executionId}'` },
    { outcome: 'FAILED', at: beganAt + 3 * minute, count: 1, reason: 'no answer' },
    { outcome: 'SKIPPED', at: beganAt + 2 * minute, firstAt: beganAt, count: 3, reason: 'Nothing is in here' },
  ]);
});

test('a changed definition begins anew and keeps the history', async () => {
  const { clock, fixture, look, save } = await start();
  (await look(1)).answer();
  await evaluated(clock, fixture, 'SKIPPED');

  save({ place: 'elsewhere' });

  (await look(2)).answer();
  await soon(clock, async () =>
    expect((await historyOf(fixture)).map(({ reason }) => reason)).toEqual([
      'Nothing is in elsewhere',
      'Nothing is in here',
    ]),
  );
});

test('with failOnTriggerError a look that fails makes an execution that FAILED', async () => {
  const { clock, fixture, look } = await start({ failOnTriggerError: true });
  (await look(1)).fail(new Error('no answer'));

  await evaluated(clock, fixture, 'FAILED');

  expect((await executionsOf(fixture)).map(({ state }) => state.current)).toEqual(['FAILED']);
});

test('a look that does not end is given up after five minutes', async () => {
  const { clock, fixture, look } = await start();
  const stuck = await look(1);

  await clock.advance(5 * minute);

  const { lastEvaluation } = await evaluated(clock, fixture, 'FAILED');
  expect([lastEvaluation!.reason, stuck.signal.aborted]).toEqual(['The trigger was still looking after PT5M', true]);
});

test('a flow that is changed ends a look of its older form, whose answer counts for nothing', async () => {
  const { clock, fixture, look, save } = await start();
  const older = await look(1);

  save({ place: 'elsewhere' });

  const newer = await look(2);
  expect(older.signal.aborted).toBe(true);
  older.answer({ thing: 'late' });
  newer.answer();
  expect((await evaluated(clock, fixture, 'SKIPPED')).lastEvaluation!.reason).toBe('Nothing is in elsewhere');
  expect(await executionsOf(fixture)).toEqual([]);
});

test('one that is switched off does not look', async () => {
  const { clock, fixture, look, looks } = await start();
  (await look(1)).answer();
  const state = await evaluated(clock, fixture, 'SKIPPED');
  const { triggers } = fixture.store.scope(defaultTenantKey);
  await fixture.store.write([triggers.put({ ...state, disabled: true })]);
  announce(fixture);

  await clock.advance(10 * minute);

  expect(looks).toHaveLength(1);
});

test('what a server had started when it died is known to the next one, which does not look for it again', async () => {
  const { fixture, look, looks, clock } = await start({}, [pauseTask]);
  await soon(clock, async () => expect((await stateOf(fixture))?.nextAt).toBeDefined());
  const before = (await stateOf(fixture))!;
  (await look(1)).answer({ thing: 'once' });
  const { executionId } = await evaluated(clock, fixture, 'FIRED');
  // The row as it is when the server dies right after the commit that stores the execution
  await fixture.store.write([fixture.store.scope(defaultTenantKey).triggers.put(before)]);

  const next = await fixture.crash();
  announce(next);

  expect((await evaluated(clock, next, 'FIRED')).executionId).toBe(executionId);
  await clock.advance(10 * minute);
  expect([looks.length, (await executionsOf(next)).length]).toEqual([1, 1]);
});

test('what was found when a server died before anything was stored is looked for again', async () => {
  const { clock, fixture, look } = await start();
  await look(1);

  const next = await fixture.crash();
  announce(next);

  (await look(2)).answer({ thing: 'still there' });
  await evaluated(clock, next, 'FIRED');
  expect(await executionsOf(next)).toHaveLength(1);
});
