/** Random flows for property tests: every flowable, nested up to five deep, with retries, conditions and handlers. */
import fc from 'fast-check';
import type { Flow, Retry, TaskChildren, TaskDefinition } from '@windhover/model';
import { aFlow, aFlowable, aTask } from './test-flow.ts';

/** A task whose ids are not given yet: `build` numbers them in order. */
type Plan = (nextId: () => string) => TaskDefinition;

const outcome = fc.oneof(
  { weight: 6, arbitrary: fc.constant('SUCCESS') },
  { weight: 1, arbitrary: fc.constant('WARNING') },
  { weight: 2, arbitrary: fc.constant('FAILED') },
);
const retry: fc.Arbitrary<Retry> = fc.record(
  {
    type: fc.constantFrom('constant' as const, 'exponential' as const),
    intervalMs: fc.integer({ min: 1, max: 50 }),
    maxIntervalMs: fc.integer({ min: 50, max: 90 }),
    maxAttempts: fc.integer({ min: 1, max: 3 }),
    maxDurationMs: fc.constantFrom(40, 120),
    warningOnRetry: fc.boolean(),
    behavior: fc.oneof(
      { weight: 9, arbitrary: fc.constant('RETRY_FAILED_TASK' as const) },
      { weight: 1, arbitrary: fc.constant('CREATE_NEW_EXECUTION' as const) },
    ),
  },
  { requiredKeys: ['type', 'intervalMs', 'maxIntervalMs', 'maxAttempts', 'warningOnRetry', 'behavior'] },
);
const condition = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('true', '{{ wait.true }}', '{{ wait.false }}', 'false') },
  { weight: 1, arbitrary: fc.constantFrom('{{ fail }}', '{{ wait.fail }}') },
);

/** Mostly absent. */
function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const common = fc.record({
  runIf: rarely(condition),
  retry: rarely(retry),
  allowFailure: rarely(fc.constant(true)),
  allowWarning: rarely(fc.constant(true)),
  disabled: fc.oneof({ weight: 12, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  timeout: rarely(fc.constantFrom('PT1S', '{{ wait.PT1S }}', '{{ wait.nothing }}')),
});

type Common = Partial<TaskDefinition>;

function defined(properties: object): Common {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Common;
}

const leaf: fc.Arbitrary<Plan> = fc
  .record({
    kind: fc.constantFrom('test.Run', 'inline.Run', 'Subflow', 'ForEachItem', 'Pause', 'Directory'),
    exit: fc.oneof(
      { weight: 15, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom('SUCCESS', 'WARNING', 'FAILED', 'KILLED') },
    ),
    outcomes: fc.array(outcome, { minLength: 1, maxLength: 3 }),
    common,
    pause: fc.constantFrom(
      { pauseDuration: 'PT5S' },
      { pauseDuration: 'PT5S', behavior: 'WARN' },
      { pauseDuration: 'PT5S', behavior: 'FAIL' },
      {},
    ),
    call: fc.record({
      inputs: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom({}, { a: '{{ wait.a }}' }) },
        { weight: 1, arbitrary: fc.constantFrom({ a: '{{ fail }}' }, { a: '{{ wait.fail }}' }) },
      ),
      wait: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      transmitFailed: fc.boolean(),
      restartBehavior: fc.constantFrom('RETRY_FAILED', 'NEW_EXECUTION'),
      parts: fc.integer({ min: 0, max: 4 }),
    }),
  })
  .map(({ kind, outcomes, exit, common: rest, pause, call }) => (nextId) => {
    const id = nextId();
    if (kind === 'Pause') {
      const onPause = outcomes.length === 1 ? [] : [aTask(nextId(), 'test.Run', { properties: { outcomes } })];
      return aFlowable(id, 'Pause', { then: onPause }, { ...defined(rest), properties: pause });
    }
    if (kind === 'Directory') {
      const inner = outcomes.map((of, index) =>
        aTask(nextId(), 'test.Run', {
          properties: { outcomes: index === call.parts ? [of, 'SUCCESS'] : ['SUCCESS'] },
          ...(call.transmitFailed ? undefined : { allowFailure: true }),
        }),
      );
      const errors = call.parts < 2 ? [aTask(nextId())] : [];
      const last = call.parts % 2 === 0 ? [aTask(nextId())] : [];
      const children = { tasks: inner, errors, finally: last };
      return aFlowable(id, 'WorkingDirectory', children, { ...defined(rest), properties: { outcomes } });
    }
    return aTask(id, kind, {
      ...defined(rest),
      properties: {
        outcomes,
        ...(exit === undefined ? undefined : { exit }),
        namespace: 'test',
        flowId: 'other',
        inputs: call.inputs,
        wait: call.wait,
        transmitFailed: call.transmitFailed,
        restartBehavior: call.restartBehavior,
        ...(kind === 'ForEachItem' ? { items: `kestra:///${call.parts}` } : undefined),
      },
    });
  });

const { task } = fc.letrec<{ task: Plan; flowable: Plan; list: readonly Plan[] }>((tie) => ({
  task: fc.oneof({ maxDepth: 5, depthIdentifier: 'flow' }, leaf, { weight: 2, arbitrary: tie('flowable') }),
  list: fc.array(tie('task'), { minLength: 1, maxLength: 3 }),
  flowable: fc
    .record({
      kind: fc.constantFrom(
        'Sequential',
        'AllowFailure',
        'Parallel',
        'Dag',
        'If',
        'Switch',
        'ForEach',
        'LoopUntil',
        'Loop',
        'Approval',
      ),
      tasks: tie('list'),
      other: tie('list'),
      errors: rarely(tie('list')),
      finally: rarely(tie('list')),
      limit: fc.integer({ min: 0, max: 2 }),
      condition,
      items: fc.constantFrom<readonly unknown[]>(['a'], ['a', 'b', 'a'], [1, { k: 2 }], [], ['x', null]),
      rounds: fc.integer({ min: 1, max: 3 }),
      values: fc.constantFrom<unknown>(['a', 'b', 'c'], { k: 1, l: 2 }, [], 'kestra:///0', 'kestra:///5', ['x', null]),
      outcomes: fc.array(outcome, { minLength: 1, maxLength: 4 }),
      behavior: fc.constantFrom('CONTINUE', 'WARN', 'FAIL', 'SUCCEED', 'CANCEL', 'KILL'),
      common,
    })
    .map(flowablePlan),
}));

interface FlowableDraw {
  readonly kind: string;
  readonly tasks: readonly Plan[];
  readonly other: readonly Plan[];
  readonly errors: readonly Plan[] | undefined;
  readonly finally: readonly Plan[] | undefined;
  readonly limit: number;
  readonly condition: string;
  readonly items: readonly unknown[];
  readonly rounds: number;
  readonly values: unknown;
  readonly outcomes: readonly string[];
  readonly behavior: string;
  readonly common: object;
}

function flowablePlan(draw: FlowableDraw): Plan {
  return (nextId) => {
    const id = nextId();
    const build = (plans: readonly Plan[] | undefined): TaskDefinition[] => (plans ?? []).map((plan) => plan(nextId));
    const handlers = { errors: build(draw.errors), finally: build(draw.finally) };
    const { properties, children } = ownOf(draw, build);
    return aFlowable(
      id,
      draw.kind,
      { ...handlers, ...children },
      { ...defined(draw.common), properties: properties as TaskDefinition['properties'] },
    );
  };
}

function ownOf(
  draw: FlowableDraw,
  build: (plans: readonly Plan[]) => TaskDefinition[],
): { readonly properties: object; readonly children: Partial<TaskChildren> } {
  switch (draw.kind) {
    case 'If':
      return {
        properties: { condition: draw.condition },
        children: { then: build(draw.tasks), else: build(draw.other) },
      };
    case 'Switch': {
      const cases = new Map([['true', build(draw.tasks)]]);
      return {
        properties: { value: draw.condition },
        children: { cases, defaults: draw.limit === 0 ? [] : build(draw.other) },
      };
    }
    case 'ForEach':
      return {
        properties: { values: draw.items, concurrencyLimit: draw.limit },
        children: { tasks: build(draw.tasks) },
      };
    case 'Loop':
      return {
        properties: {
          values: draw.values,
          outcomes: draw.outcomes,
          concurrencyLimit: draw.limit,
          transmitFailed: draw.rounds !== 1,
          ...(draw.rounds === 2 ? { outputs: [{ id: 'o', type: 'STRING', value: 'x' }] } : undefined),
          ...(draw.limit === 2 ? { breakWhen: draw.condition } : undefined),
        },
        children: { tasks: build(draw.tasks) },
      };
    case 'Approval': {
      const tasks = build(draw.tasks);
      return {
        properties: {
          decision: draw.limit === 0 ? 'DENIED' : 'APPROVED',
          autoApprove: draw.rounds === 3 ? draw.condition : false,
          approveBehavior: draw.behavior,
          denyBehavior: draw.behavior,
          expireBehavior: draw.behavior,
        },
        children: { then: tasks.slice(0, 1), tasks: tasks.slice(1), else: build(draw.other) },
      };
    }
    case 'LoopUntil':
      return {
        properties: {
          condition: draw.condition,
          checkFrequency:
            draw.limit === 2
              ? { interval: 'PT1S', maxDuration: `PT${draw.rounds}S` }
              : { interval: 'PT1S', maxIterations: draw.rounds },
          failOnMaxReached: draw.limit === 1,
        },
        children: { tasks: build(draw.tasks) },
      };
    case 'Dag': {
      const tasks = build(draw.tasks);
      const dependsOn = new Map(
        tasks.map(({ id }, index) => [
          id,
          tasks
            .slice(0, index)
            .filter((_, at) => (at + index) % 2 === 0)
            .map((before) => before.id),
        ]),
      );
      return { properties: { concurrent: draw.limit }, children: { tasks, dependsOn } };
    }
    default:
      return { properties: { concurrent: draw.limit }, children: { tasks: build(draw.tasks) } };
  }
}

/** A flow with at least one task; ids are t0, t1 … in order of writing. */
export function arbitraryFlow(): fc.Arbitrary<Flow> {
  const list = fc.array(task, { minLength: 1, maxLength: 3 });
  return fc
    .record({
      tasks: list,
      errors: rarely(list),
      finally: rarely(list),
      afterExecution: rarely(fc.array(leaf, { minLength: 1, maxLength: 2 })),
      retry: rarely(retry),
      sla: rarely(
        fc.record({
          durationMs: fc.constantFrom(30, 1_500, 7_000),
          behavior: fc.constantFrom('FAIL' as const, 'CANCEL' as const, 'NONE' as const),
        }),
      ),
      concurrency: rarely(
        fc.record({ limit: fc.integer({ min: 1, max: 2 }), behavior: fc.constant('QUEUE' as const) }),
      ),
    })
    .map(({ tasks, errors, finally: last, afterExecution, concurrency, sla, retry: again }) => {
      let count = 0;
      const nextId = (): string => `t${count++}`;
      const build = (plans: readonly Plan[] | undefined): TaskDefinition[] => (plans ?? []).map((plan) => plan(nextId));
      return aFlow(build(tasks), {
        errors: build(errors),
        finally: build(last),
        afterExecution: build(afterExecution),
        ...(concurrency === undefined ? undefined : { concurrency }),
        ...(again === undefined ? undefined : { retry: again }),
        ...(sla === undefined
          ? undefined
          : { sla: [{ id: 'sla', type: 'MAX_DURATION' as const, labels: [], ...sla }] }),
      });
    });
}
