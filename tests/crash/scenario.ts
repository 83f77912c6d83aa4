/** A bit of everything that must outlive a crash, and what must be true of it afterwards. */
import { executionLink, isTerminal, type StateName } from '@windhover/model';
import {
  aFlow,
  eventually,
  logMessages,
  returnTask,
  sleepTask,
  type TaskParts,
  type TestServer,
} from '@windhover/testing';
import { expect } from 'vitest';

interface Scenario {
  readonly state: StateName;
  /** Its task runs, in alphabetical order. */
  readonly taskRuns: readonly string[];
  readonly times: number;
}

const core = 'io.kestra.plugin.core';
const subflow: TaskParts = { id: 'child', type: `${core}.flow.Subflow`, namespace: 'company.team', flowId: 'plain' };
const retried: TaskParts = {
  id: 'fail',
  type: `${core}.execution.Fail`,
  allowFailure: true,
  retry: { type: 'constant', interval: 'PT0.2S', maxAttempts: 3 },
};
/** An execution takes the place of the first, and fails for good. */
const again: TaskParts = {
  id: 'fail',
  type: `${core}.execution.Fail`,
  retry: { type: 'constant', interval: 'PT0.2S', maxAttempts: 2, behavior: 'CREATE_NEW_EXECUTION' },
};
const each: TaskParts = {
  id: 'each',
  type: `${core}.flow.ForEach`,
  values: ['a', 'b', 'c', 'd'],
  concurrencyLimit: 2,
  tasks: [sleepTask('PT0.02S'), returnTask('{{ taskrun.value }}')],
};

const loop: TaskParts = {
  id: 'loop',
  type: `${core}.flow.Loop`,
  values: ['a', 'b', 'c', 'd', 'e'],
  concurrencyLimit: 2,
  tasks: [sleepTask('PT0.02S'), returnTask('{{ item.value }}')],
  outputs: [{ id: 'made', type: 'STRING', value: '{{ outputs.return.value }}' }],
};

const writing: TaskParts = {
  id: 'write',
  type: `${core}.storage.Write`,
  content: 'one\ntwo\nthree\n',
  extension: '.txt',
};
const eachItem: TaskParts = {
  id: 'items',
  type: `${core}.flow.ForEachItem`,
  items: '{{ outputs.write.uri }}',
  batch: { rows: 1 },
  namespace: 'company.team',
  flowId: 'part',
};

const flows: readonly string[] = [
  aFlow({ id: 'plain', tasks: [returnTask('a', 'before'), sleepTask('PT0.05S'), returnTask('b', 'after')] }),
  aFlow({ id: 'retried', tasks: [retried] }),
  aFlow({ id: 'again', tasks: [again] }),
  aFlow({ id: 'paused', tasks: [{ id: 'pause', type: `${core}.flow.Pause`, pauseDuration: 'PT0.3S' }] }),
  aFlow({ id: 'parent', tasks: [subflow, returnTask('done')] }),
  aFlow({ id: 'each', tasks: [each] }),
  aFlow({ id: 'looping', tasks: [loop] }),
  aFlow({ id: 'part', tasks: [sleepTask('PT0.02S')] }),
  aFlow({ id: 'parts', tasks: [writing, eachItem] }),
  aFlow({ id: 'limited', concurrency: { limit: 1 }, tasks: [sleepTask('PT0.05S')] }),
  aFlow({ id: 'killed', tasks: [sleepTask('PT1H')] }),
  aFlow({
    id: 'ticking',
    tasks: [returnTask('tick')],
    triggers: [{ id: 'second', type: `${core}.trigger.Schedule`, cron: '* * * * * *', withSeconds: true }],
  }),
  aFlow({
    id: 'listening',
    tasks: [returnTask('heard')],
    triggers: [
      {
        id: 'end',
        type: `${core}.trigger.Flow`,
        states: ['SUCCESS'],
        conditions: [{ type: `${core}.condition.ExecutionFlow`, namespace: 'company.team', flowId: 'plain' }],
      },
    ],
  }),
];

const expected: Readonly<Record<string, Scenario>> = {
  plain: { state: 'SUCCESS', taskRuns: ['after', 'before', 'sleep'], times: 3 },
  retried: { state: 'WARNING', taskRuns: ['fail'], times: 2 },
  paused: { state: 'SUCCESS', taskRuns: ['pause'], times: 2 },
  parent: { state: 'SUCCESS', taskRuns: ['child', 'return'], times: 3 },
  each: { state: 'SUCCESS', taskRuns: ['each', ...Array(4).fill('return'), ...Array(4).fill('sleep')], times: 2 },
  parts: { state: 'SUCCESS', taskRuns: ['items', 'items_items', 'items_merge', 'items_split', 'write'], times: 2 },
  looping: { state: 'SUCCESS', taskRuns: ['loop'], times: 2 },
  limited: { state: 'SUCCESS', taskRuns: ['sleep'], times: 4 },
  killed: { state: 'KILLED', taskRuns: ['sleep'], times: 1 },
};

export async function saveFlows(server: TestServer): Promise<void> {
  for (const body of flows) await server.call('POST', '/flows', { body });
}

/** Starts all of it at once, however far the server comes; answers what it acknowledged. */
export async function submit(server: TestServer): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  const start = async (flowId: string): Promise<void> => {
    try {
      const { status, json } = await server.request('POST', `/executions/company.team/${flowId}`);
      if (status !== 200) return;
      acknowledged.push(json.id);
      if (flowId === 'killed') await server.request('DELETE', `/executions/${json.id}/actions/kill`);
    } catch {
      // the server died: whether it had begun is for the checks to find out
    }
  };
  const starts = Object.entries(expected).flatMap(([id, { times }]) => Array<string>(times).fill(id));
  await Promise.all([...starts, 'again', 'again'].map(start));
  return acknowledged;
}

/** Resolves once the server does not answer any more; false when it goes on for `limitMs`. */
export async function diesWithin(server: TestServer, limitMs: number): Promise<boolean> {
  try {
    await eventually(
      async () => {
        const isUp = await fetch(`${server.url}/ping`).then(
          () => true,
          () => false,
        );
        expect(isUp).toBe(false);
      },
      { timeoutMs: limitMs },
    );
    return true;
  } catch {
    return false;
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- replies as they come
type Reply = any;

/** Everything that was started ends as it must; answers it by id, to be compared after another start. */
export async function checkAll(
  server: TestServer,
  acknowledged: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const all = await allEnded(server);
  const byId = new Map(all.map((execution) => [execution.id, execution]));
  for (const id of acknowledged) expect(byId.has(id), `acknowledged execution '${id}' exists`).toBe(true);
  const seen = new Map<string, string>();
  for (const execution of all) {
    if (execution.flowId === 'ticking') continue;
    checkHistory(execution.state);
    const scenario = expected[execution.flowId];
    if (scenario !== undefined) {
      const whole = await server.call('GET', `/executions/${execution.id}`);
      const log = whole.state.current === scenario.state ? [] : await logMessages(server, execution.id);
      expect(whole.state.current, [execution.flowId, ...log].join('\n')).toBe(scenario.state);
      expect(whole.taskRunList.map((run: Reply) => run.taskId).toSorted()).toEqual(scenario.taskRuns);
      for (const run of whole.taskRunList) checkHistory(run.state);
      if (execution.flowId === 'looping') await checkIterations(server, whole);
      if (execution.flowId === 'parts') await checkParts(server, whole);
      if (execution.flowId === 'parent') await checkChildrenLogged(server, execution.id);
    }
    seen.set(execution.id, JSON.stringify(execution.state));
  }
  checkListeners(all);
  checkRetries(all);
  checkTicks(all.filter(({ flowId }) => flowId === 'ticking'));
  await checkSlots(server);
  return seen;
}

async function allEnded(server: TestServer): Promise<readonly Reply[]> {
  const others = 'filters[flowId][NOT_EQUALS]=ticking';
  await eventually(
    async () => {
      const killed = await server.call('GET', '/executions/search?filters[flowId][EQUALS]=killed&size=100');
      for (const { id, state } of killed.results) {
        if (!isTerminal(state.current)) await server.request('DELETE', `/executions/${id}/actions/kill`);
      }
      const results = await allOf(server, others);
      expect(results.filter((execution: Reply) => !isTerminal(execution.state.current))).toEqual([]);
      checkListeners(results);
      checkRetries(results);
      const ticks = await server.call('GET', '/executions/search?filters[flowId][EQUALS]=ticking&size=1');
      expect(ticks.total).toBeGreaterThan(2);
    },
    { timeoutMs: 40_000 },
  );
  return allOf(server, '');
}

const pageSize = 1_000;

async function allOf(server: TestServer, filters: string): Promise<readonly Reply[]> {
  const all: Reply[] = [];
  for (let page = 1; ; page += 1) {
    const query = `${filters}&sort=state.startDate:asc&size=${String(pageSize)}&page=${String(page)}`;
    const { results } = await server.call('GET', `/executions/search?${query}`);
    all.push(...results);
    if (results.length < pageSize) return all;
  }
}

/** One terminal state, the last one. */
function checkHistory({ current, histories }: Reply): void {
  const terminal = histories.filter(({ state }: Reply) => isTerminal(state));
  expect(terminal).toHaveLength(1);
  expect(histories.at(-1).state).toBe(current);
  expect(isTerminal(current)).toBe(true);
}

/** One for each value, and their outputs in order. */
async function checkIterations(server: TestServer, { id, taskRunList }: Reply): Promise<void> {
  const query = `filters[triggerExecutionId][EQUALS]=${id}&filters[kind][EQUALS]=LOOP&size=100`;
  const { results } = await server.call('GET', `/executions/search?${query}`);
  expect(results.map(({ loopRun }: Reply) => loopRun.value).toSorted()).toEqual(loop['values']);
  for (const { state } of results) checkHistory(state);
  const [{ outputs }] = taskRunList;
  expect(outputs.terminatedIterations).toEqual({ SUCCESS: 5 });
  expect(outputs.outputs.map((row: Reply) => row.outputs.made)).toEqual(loop['values']);
}

/** One child for each of the three lines. */
async function checkParts(server: TestServer, { id, taskRunList }: Reply): Promise<void> {
  const { results } = await server.call('GET', `/executions/search?filters[triggerExecutionId][EQUALS]=${id}&size=100`);
  expect(results.map(({ state }: Reply) => state.current)).toEqual(Array(3).fill('SUCCESS'));
  const { outputs } = taskRunList.find((run: Reply) => run.taskId === 'items_items');
  expect(outputs).toMatchObject({ numberOfBatches: 3, iterations: { RUNNING: 0, SUCCESS: 3 } });
  await checkChildrenLogged(server, id);
}

/** The log leads to each child once. */
async function checkChildrenLogged(server: TestServer, parentId: string): Promise<void> {
  const query = `filters[triggerExecutionId][EQUALS]=${parentId}&size=100`;
  const { results } = await server.call('GET', `/executions/search?${query}`);
  const logged = (await logMessages(server, parentId)).filter((message) => message.startsWith('Created new execution'));
  expect(results.length).toBeGreaterThan(0);
  expect(logged.toSorted()).toEqual(
    results.map((child: Reply) => `Created new execution ${executionLink(child)}`).toSorted(),
  );
}

/** Each end of the flow listened to was heard once. */
function checkListeners(all: readonly Reply[]): void {
  const ended: string[] = all.filter(({ flowId }) => flowId === 'plain').map(({ id }) => id);
  const heard: string[] = all
    .filter(({ flowId }) => flowId === 'listening')
    .map(({ trigger }) => trigger.variables.executionId);
  expect(heard.toSorted()).toEqual(ended.toSorted());
}

/** One other execution took the place of each that was made again. */
function checkRetries(all: readonly Reply[]): void {
  const chains = Map.groupBy(
    all.filter(({ flowId }) => flowId === 'again'),
    ({ originalId }) => originalId,
  );
  for (const chain of chains.values()) {
    const states: string[] = chain.map(({ state }) => state.current);
    expect(states.toSorted()).toEqual(['FAILED', 'RETRIED']);
  }
}

/** Each second from the first to the last one, once. */
function checkTicks(ticks: readonly Reply[]): void {
  const dates = ticks.map(({ trigger }) => Date.parse(trigger.variables.date)).toSorted((one, other) => one - other);
  for (let index = 1; index < dates.length; index += 1) expect(dates[index]! - dates[index - 1]!).toBe(1_000);
}

/** Nobody holds the only slot any more. */
async function checkSlots(server: TestServer): Promise<void> {
  const { state } = await server.call('POST', '/executions/company.team/limited?wait=true');
  expect(state.histories.map((entry: Reply) => entry.state)).toEqual(['CREATED', 'RUNNING', 'SUCCESS']);
}
