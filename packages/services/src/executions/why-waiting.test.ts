import { beginIn, enter, type Execution, type StateName, type TaskRun } from '@windhover/model';
import { expect, test } from 'vitest';
import type { LimitScope } from './execution-limits.ts';
import { whyWaiting, type SeenExecution } from './why-waiting.ts';

const at = Date.UTC(2026, 0, 1);
const later = at + 60_000;

const execution = (state: StateName, more: Partial<Execution> = {}): Execution => ({
  id: '0000000000000000000001',
  namespace: 'a',
  flowId: 'f',
  flowRevision: 1,
  state: enter(beginIn('CREATED', at), state, at),
  labels: [],
  originalId: '0000000000000000000001',
  metadata: { attemptNumber: 1, originalCreatedAt: at },
  ...more,
});

const taskRun = (state: StateName, more: Partial<TaskRun> = {}): TaskRun => ({
  ord: 0,
  parentOrd: -1,
  taskId: 'task',
  state: beginIn(state, at),
  attempts: [],
  ...more,
});

const seen = (more: Partial<SeenExecution>): SeenExecution => ({
  execution: execution('RUNNING'),
  taskRuns: [],
  claimed: new Set(),
  limits: [],
  holders: new Map(),
  lockedTriggers: [],
  workload: { queuedExecutions: 0, waitingJobs: 0, waitingForGroups: 0, runningJobs: 0, workerSlots: 8 },
  groupWorkload: () => undefined,
  flowable: () => ({ definition: undefined, children: undefined, mayName: () => true }),
  ...more,
});

const scope = (name: string, thing: string, limit: number): LimitScope => ({
  name,
  thing,
  namespace: undefined,
  concurrency: { limit, behavior: 'QUEUE' },
  quotas: [],
});

const messages = (more: Partial<SeenExecution>) => whyWaiting(seen(more)).map(({ message }) => message);

test('a queued execution names each full limit and who fills it; limits with room are left out', () => {
  const limits = [scope('flow/a/f', "flow 'a.f'", 5), scope('tenant', "tenant 'dev'", 2)];
  const holders = new Map([
    ['flow/a/f', { taken: 1, executionIds: ['x'] }],
    ['tenant', { taken: 2, executionIds: ['x'] }],
  ]);

  expect(whyWaiting(seen({ execution: execution('QUEUED'), limits, holders }))).toEqual([
    {
      kind: 'SLOT',
      message: "The concurrency limit of tenant 'dev' is reached: 2 of 2 slots are taken by 'x' and others",
      facts: { scope: 'tenant', thing: "tenant 'dev'", limit: 2, taken: 2, executionIds: ['x'] },
    },
  ]);
});

test('one that waits for a date, or was paused by hand, says so', () => {
  expect(messages({ execution: execution('CREATED', { scheduleAt: later }) })).toEqual([
    'The execution is scheduled for 2026-01-01T00:01:00.000Z',
  ]);
  expect(messages({ execution: execution('PAUSED', { memo: { isHeld: true } }) })).toEqual([
    'The execution was paused by hand: resume it',
  ]);
});

test('a kill switch that holds or cancels it is named, before anything else that it waits for', () => {
  const killSwitch = {
    id: 's',
    name: 'outage',
    evaluationType: 'IGNORE',
    startsAt: at,
    endsAt: later,
    enabled: true,
  } as const;
  const held =
    "Kill switch 'outage' holds the execution: it goes on when the switch ends, at 2026-01-01T00:01:00.000Z at the latest";

  const limits = [scope('tenant', "tenant 'dev'", 0)];
  expect(messages({ execution: execution('QUEUED'), killSwitch, limits })).toEqual([held]);
  const memo = { heldBy: 'earlier', isHeld: true };
  expect(messages({ execution: execution('PAUSED', { memo }), killSwitch })).toEqual([
    held,
    'The execution was paused by hand: resume it',
  ]);
  expect(messages({ execution: execution('PAUSED', { memo: { heldBy: 'earlier' } }) })).toEqual([
    "Kill switch 'earlier' holds the execution: it goes on when the switch ends",
  ]);
  expect(messages({ execution: execution('RUNNING', { memo: { cancelledBy: 'outage' } }) })).toEqual([
    "Kill switch 'outage' cancels the execution as soon as what runs has ended",
  ]);
});

test('a task run tells until when it is paused, when its next attempt is due, and how busy the workers are', () => {
  const paused = taskRun('PAUSED', { memo: { dueAt: later } });
  const retrying = taskRun('RETRYING', {
    ord: 1,
    memo: { retryAt: later },
    attempts: [{ state: beginIn('FAILED', at) }],
  });
  const created = taskRun('CREATED', { ord: 2 });
  const claimed = taskRun('CREATED', { ord: 3 });
  const workload = { queuedExecutions: 0, waitingJobs: 12, waitingForGroups: 0, runningJobs: 8, workerSlots: 8 };

  expect(messages({ taskRuns: [paused, retrying, created, claimed], claimed: new Set([3]), workload })).toEqual([
    'The task waits for somebody to resume the execution, until 2026-01-01T00:01:00.000Z at the latest',
    'Attempt 2 of the task is due at 2026-01-01T00:01:00.000Z',
    'The task waits for a worker: 8 of 8 places are taken, 12 tasks of this tenant wait',
    'The task was given to a worker, which is about to start it',
  ]);
});

test('a task that workers of a group are to run says how many of them there are', () => {
  const created = taskRun('CREATED');
  const group = { groupId: 'gpu', workers: 0, slots: 0, running: 0, waiting: 3 };
  const of = (more: object) => messages({ taskRuns: [created], groupWorkload: () => ({ ...group, ...more }) });

  expect(of({})).toEqual(["The task waits for a worker of group 'gpu': none is connected"]);
  expect(of({ workers: 1, slots: 2, running: 2 })).toEqual([
    "The task waits for a worker of group 'gpu': 2 of 2 places are taken, 3 tasks wait",
  ]);
});

test('a loop between two rounds says when the next one is due, and asks nobody to resume it', () => {
  const loop = taskRun('PAUSED', { memo: { round: 2, dueAt: later } });

  expect(whyWaiting(seen({ execution: execution('PAUSED'), taskRuns: [loop] }))).toMatchObject([
    { kind: 'ROUND', taskId: 'task', message: 'Round 3 of the loop is due at 2026-01-01T00:01:00.000Z' },
  ]);
});

test('a child execution is named to those who may see it; of many only their number is told', () => {
  const subflow = taskRun('RUNNING', { memo: { childId: 'child' } });
  const hidden = { definition: undefined, children: undefined, mayName: () => false };
  const loop = taskRun('RUNNING', { memo: { running: { 0: 'a', 1: 'b' }, starting: { 2: 10 } } });

  expect(messages({ taskRuns: [subflow] })).toEqual(["The task waits for the end of execution 'child'"]);
  expect(messages({ taskRuns: [subflow], flowable: () => hidden })).toEqual([
    'The task waits for the end of the execution that it has started',
  ]);
  expect(messages({ taskRuns: [loop] })).toEqual(['The task waits for 3 executions that it has started']);
});

test('one that is just accepted or restarted is about to begin', () => {
  for (const state of ['CREATED', 'RESTARTED'] as const)
    expect(messages({ execution: execution(state) })).toEqual(['The execution is about to begin']);
});

test('a trigger that waits for its end is named; an ended execution waits for nothing', () => {
  expect(messages({ lockedTriggers: ['daily'] })).toEqual([
    "Trigger 'daily' starts nothing until this execution has ended",
  ]);
  expect(messages({ execution: execution('SUCCESS'), lockedTriggers: ['daily'] })).toEqual([]);
});
