/** Loops: each iteration is an execution of its own, which the execution around it counts. */
import {
  aFlow,
  eventually,
  failTask,
  logTask,
  returnTask,
  sleepTask,
  startServer,
  type TaskParts,
  type TestServer,
} from '@windhover/testing';
import { expect, test } from 'vitest';

const core = 'io.kestra.plugin.core';

function loop(parts: object, id = 'loop'): TaskParts {
  return { id, type: `${core}.flow.Loop`, tasks: [logTask()], ...parts };
}

async function run(server: TestServer, tasks: readonly TaskParts[], more: object = {}) {
  const body = aFlow({ id: 'flow', tasks, ...more });
  await server.call('POST', '/flows', { body });
  return server.call('POST', '/executions/company.team/flow?wait=true');
}

// oxlint-disable-next-line typescript/no-explicit-any -- replies as they come
type Reply = any;

function outputsOf({ taskRunList }: Reply, taskId: string): Reply {
  return taskRunList.find((taskRun: { taskId: string }) => taskRun.taskId === taskId)?.outputs;
}

/** In the order of their indexes. */
async function iterationsOf(server: TestServer, executionId: string): Promise<Reply[]> {
  const query = `filters[triggerExecutionId][EQUALS]=${executionId}&filters[kind][EQUALS]=LOOP&size=100`;
  const { results } = await server.call('GET', `/executions/search?${query}`);
  return results.toSorted((left: Reply, right: Reply) => left.loopRun.index - right.loopRun.index);
}

test('the iterations of one Loop are found by its task run, and so is what a Subflow has started', async () => {
  const server = await startServer();
  await server.call('POST', '/flows', { body: aFlow({ id: 'child', tasks: [returnTask('x')] }) });
  const sub = { id: 'sub', type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'company.team', flowId: 'child' };
  const tasks = [
    loop({ id: 'first', values: ['a', 'b'], tasks: [returnTask('x', 'x')] }),
    loop({ id: 'second', values: ['c'], tasks: [returnTask('y', 'y')] }),
    sub,
  ];
  const { taskRunList } = await run(server, tasks);

  const found = async (index: number): Promise<string[]> => {
    const query = `filters[triggerTaskRunId][EQUALS]=${taskRunList[index].id}&size=10`;
    const kinds = '&filters[kind][IN]=LOOP,NORMAL';
    const { results } = await server.call('GET', `/executions/search?${query}${kinds}`);
    return results.map(({ loopRun, flowId }: Reply) => loopRun?.value ?? flowId).toSorted();
  };

  expect([await found(0), await found(1), await found(2)]).toEqual([['a', 'b'], ['c'], ['child']]);
});

test('iterations see their value and what ran before, and their outputs come back in order', async () => {
  const server = await startServer();
  const tasks = [
    returnTask('from before', 'before'),
    loop({
      values: [{ name: 'a' }, 'b', 3],
      tasks: [
        returnTask('{{ item.index }} {{ item.value.name ?? item.value }} {{ outputs.before.value }} {{ inputs.x }}'),
      ],
      outputs: [{ id: 'made', type: 'STRING', value: '{{ outputs.return.value }}' }],
    }),
    returnTask("{{ loopOutputs(outputs.loop.outputs, 'made') }}", 'after'),
  ];

  const ended = await run(server, tasks, { inputs: [{ id: 'x', type: 'STRING', defaults: 'in' }] });

  expect(ended.state.current).toBe('SUCCESS');
  expect(ended.taskRunList.map((taskRun: Reply) => taskRun.taskId)).toEqual(['before', 'loop', 'after']);
  expect(outputsOf(ended, 'loop')).toEqual({
    iterationCount: 3,
    runningIterations: 0,
    terminatedIterations: { SUCCESS: 3 },
    outputs: [
      { item: { value: { name: 'a' }, iteration: 0 }, outputs: { made: '0 a from before in' } },
      { item: { value: 'b', iteration: 1 }, outputs: { made: '1 b from before in' } },
      { item: { value: 3, iteration: 2 }, outputs: { made: '2 3 from before in' } },
    ],
  });
  expect(JSON.parse(outputsOf(ended, 'after').value)).toEqual([
    '0 a from before in',
    '1 b from before in',
    '2 3 from before in',
  ]);
});

test('iterations are hidden unless they are asked for, and name the task run that they belong to', async () => {
  const server = await startServer();

  const ended = await run(server, [loop({ values: { k: 'v' } })], { labels: { team: 'red' } });

  const seen = await server.call('GET', '/executions/search?size=10');
  expect(seen.results.map(({ id }: Reply) => id)).toEqual([ended.id]);
  const [iteration] = await iterationsOf(server, ended.id);
  expect(iteration).toMatchObject({
    kind: 'LOOP',
    state: { current: 'SUCCESS' },
    loopRun: { parent: { id: ended.id }, taskId: 'loop', index: 0, key: 'k', value: 'v', parents: [] },
  });
  expect(iteration.loopRun.taskRunId).toBe(ended.taskRunList[0].id);
  expect(iteration.labels).toEqual(
    expect.arrayContaining([
      { key: 'team', value: 'red' },
      { key: 'system.correlationId', value: ended.id },
    ]),
  );
});

test('loops within loops know the values around them and the outputs of both', async () => {
  const server = await startServer();
  const inner = loop(
    {
      values: ['x', 'y'],
      tasks: [
        returnTask('{{ item.parent.value }}{{ item.value }} {{ outputs.first.value }} {{ outputs.second.value }}'),
      ],
      outputs: [{ id: 'made', type: 'STRING', value: '{{ outputs.return.value }}' }],
    },
    'inner',
  );
  const outer = loop(
    {
      values: '["a","b"]',
      tasks: [returnTask('2{{ item.value }}', 'second'), inner],
      outputs: [{ id: 'all', type: 'ARRAY', value: "{{ loopOutputs(outputs.inner.outputs, 'made') }}" }],
    },
    'outer',
  );

  const ended = await run(server, [returnTask('1', 'first'), outer]);

  expect(outputsOf(ended, 'outer').outputs.map(({ outputs }: Reply) => outputs.all)).toEqual([
    ['ax 1 2a', 'ay 1 2a'],
    ['bx 1 2b', 'by 1 2b'],
  ]);
});

test('the lines of a file are read as they are needed, and what they came to may go into one', async () => {
  const server = await startServer();
  const lines = Array.from({ length: 450 }, (_, index) => `{"n": ${index}}\n`).join('');
  const tasks = [
    { id: 'write', type: `${core}.storage.Write`, content: lines, extension: '.ion' },
    loop({
      values: '{{ outputs.write.uri }}',
      concurrencyLimit: 100,
      fetchType: 'STORE',
      outputs: [{ id: 'twice', type: 'INT', value: '{{ item.value.n * 2 }}' }],
    }),
    returnTask('{{ read(outputs.loop.uri) }}', 'after'),
  ];

  const ended = await run(server, tasks);

  expect(ended.state.current).toBe('SUCCESS');
  expect(outputsOf(ended, 'loop')).toMatchObject({ iterationCount: 450, terminatedIterations: { SUCCESS: 450 } });
  const rows = outputsOf(ended, 'after')
    .value.trim()
    .split('\n')
    .map((row: string) => JSON.parse(row));
  expect(rows).toHaveLength(450);
  expect(rows[449]).toEqual({ item: { value: { n: 449 }, iteration: 449 }, outputs: { twice: 898 } });
});

test('many values of an expression are kept outside of the task run', async () => {
  const server = await startServer();

  const ended = await run(server, [
    loop({ values: '{{ range(1, 250) }}', outputs: [{ id: 'n', type: 'INT', value: '{{ item.value }}' }] }),
  ]);

  expect(ended.state.current).toBe('SUCCESS');
  expect(outputsOf(ended, 'loop').outputs.map(({ outputs }: Reply) => outputs.n)).toEqual(
    Array.from({ length: 250 }, (_, index) => index + 1),
  );
});

test.each([
  [{}, 'FAILED'],
  [{ transmitFailed: false }, 'SUCCESS'],
])('a failed iteration of %o makes the loop %s once all have ended, and its errors run once', async (parts, state) => {
  const server = await startServer();
  const fail = { ...failTask(), condition: '{{ item.value == "b" }}' };

  const ended = await run(server, [
    loop({ values: ['a', 'b', 'c'], tasks: [fail], errors: [logTask('sorry', 'handler')], ...parts }),
  ]);

  expect(ended.state.current).toBe(state);
  expect(outputsOf(ended, 'loop').terminatedIterations).toEqual({ SUCCESS: 2, FAILED: 1 });
  expect(ended.taskRunList.map((taskRun: Reply) => taskRun.taskId)).toEqual(
    state === 'FAILED' ? ['loop', 'handler'] : ['loop'],
  );
});

test('breakWhen looks at each iteration that has ended and lets no further one begin', async () => {
  const server = await startServer();
  const parts = {
    values: ['a', 'b', 'c', 'd'],
    concurrencyLimit: 1,
    tasks: [returnTask('{{ item.value }}')],
    outputs: [{ id: 'made', type: 'STRING', value: '{{ outputs.return.value }}' }],
    breakWhen: "{{ iteration.outputs.made == 'b' and item.index == 1 and iteration.state == 'SUCCESS' }}",
  };

  const ended = await run(server, [loop(parts)]);

  expect(ended.state.current).toBe('SUCCESS');
  expect(outputsOf(ended, 'loop')).toMatchObject({ iterationCount: 2, terminatedIterations: { SUCCESS: 2 } });
});

test('a kill ends the iterations, whatever they wait for', async () => {
  const server = await startServer();
  const pause = { id: 'wait', type: `${core}.flow.Pause`, runIf: '{{ item.index == 1 }}' };
  const body = aFlow({ id: 'flow', tasks: [loop({ values: ['a', 'b'], tasks: [pause, sleepTask('PT1H')] })] });
  await server.call('POST', '/flows', { body });
  const { id } = await server.call('POST', '/executions/company.team/flow');
  const states = async () => (await iterationsOf(server, id)).map(({ state }) => state.current);
  await eventually(async () => expect(await states()).toEqual(['RUNNING', 'PAUSED']));

  await server.call('DELETE', `/executions/${id}/actions/kill`);

  await eventually(async () => expect((await server.call('GET', `/executions/${id}`)).state.current).toBe('KILLED'));
  expect(await states()).toEqual(['KILLED', 'KILLED']);
});

test('a restart begins the failed iterations again, in their own executions, and no others', async () => {
  const server = await startServer();
  await server.call('PUT', '/namespaces/company.team/kv/ready', {
    body: '"no"',
    headers: { 'content-type': 'text/plain' },
  });
  const fail = { ...failTask(), condition: "{{ item.value == 'b' and kv('ready') == 'no' }}" };
  const made = [{ id: 'made', type: 'STRING', value: '{{ item.value }}' }];
  const { id, state } = await run(server, [loop({ values: ['a', 'b', 'c'], tasks: [fail], outputs: made })]);
  const before = await iterationsOf(server, id);
  await server.call('PUT', '/namespaces/company.team/kv/ready', {
    body: '"yes"',
    headers: { 'content-type': 'text/plain' },
  });

  await server.call('POST', `/executions/${id}/actions/restart`);

  await eventually(async () => expect((await server.call('GET', `/executions/${id}`)).state.current).toBe('SUCCESS'));
  expect(state.current).toBe('FAILED');
  const after = await iterationsOf(server, id);
  expect(after.map((iteration) => iteration.id)).toEqual(before.map((iteration) => iteration.id));
  const histories = after.map((iteration) => iteration.state.histories.map((entry: Reply) => entry.state).join(' '));
  expect(histories).toEqual([
    'CREATED RUNNING SUCCESS',
    'CREATED RUNNING FAILED RESTARTED RUNNING SUCCESS',
    'CREATED RUNNING SUCCESS',
  ]);
  const ended = await server.call('GET', `/executions/${id}`);
  expect(outputsOf(ended, 'loop').outputs.map(({ outputs }: Reply) => outputs.made)).toEqual(['a', 'b', 'c']);
});

test('iterations take no slots of a concurrency limit', async () => {
  const server = await startServer();

  const ended = await run(server, [loop({ values: ['a', 'b'] })], { concurrency: { limit: 1, behavior: 'FAIL' } });

  expect(ended.state.current).toBe('SUCCESS');
});

test('deleting an execution deletes its iterations', async () => {
  const server = await startServer();
  const inner = loop({ values: [1] }, 'inner');
  const { id } = await run(server, [loop({ values: ['a', 'b'], tasks: [inner] })]);
  const all = '/executions/search?filters[kind][EQUALS]=LOOP&size=1';
  expect((await server.call('GET', all)).total).toBe(4);

  await server.call('DELETE', `/executions/${id}`);

  expect((await server.call('GET', all)).total).toBe(0);
});

test.each([
  ['no list', 'The values are no list, no map'],
  [['a', null], "Found '1' null values on Loop"],
  ['kestra:///company/team/flow/executions/1234567890123456789012/x.ion', 'The values cannot be read'],
])('values %o fail the loop before any iteration, with the reason in its log', async (values, reason) => {
  const server = await startServer();

  const { id, state } = await run(server, [loop({ values })]);

  expect(state.current).toBe('FAILED');
  expect(await iterationsOf(server, id)).toEqual([]);
  const { results } = await server.call('GET', `/logs/${id}`).then((found) => ({ results: found }));
  expect(results.map((line: Reply) => line.message).join('\n')).toContain(reason);
});

test('an empty list succeeds with the task run of the loop alone', async () => {
  const server = await startServer();

  const ended = await run(server, [loop({ values: [], outputs: [{ id: 'o', type: 'STRING', value: 'x' }] })]);

  expect(ended.state.current).toBe('SUCCESS');
  expect(outputsOf(ended, 'loop')).toMatchObject({ iterationCount: 0, outputs: [] });
});

test('a breakpoint stops the iteration whose value it names', async () => {
  const server = await startServer();
  const tasks = [loop({ values: ['us', 'eu'], tasks: [returnTask('{{ item.value }}', 'send')] })];
  await server.call('POST', '/flows', { body: aFlow({ id: 'flow', tasks }) });
  const { id } = await server.call('POST', '/executions/company.team/flow?breakpoints=send.eu');
  const states = async () => (await iterationsOf(server, id)).map(({ state }: Reply) => state.current);

  await eventually(async () => expect(await states()).toEqual(['SUCCESS', 'BREAKPOINT']));
  const [, stopped] = await iterationsOf(server, id);
  await server.call('POST', `/executions/${stopped.id}/actions/resume-from-breakpoint`);

  await eventually(async () => expect((await server.call('GET', `/executions/${id}`)).state.current).toBe('SUCCESS'));
});

test('a restart makes an iteration anew in which no task has failed', async () => {
  const server = await startServer();
  const outputs = [{ id: 'seen', type: 'STRING', value: "{{ kv('seen') }}" }];
  const { id, state } = await run(server, [loop({ values: ['a'], tasks: [returnTask('x')], outputs })]);
  expect(state.current).toBe('FAILED');
  await server.call('PUT', '/namespaces/company.team/kv/seen', {
    body: '"yes"',
    headers: { 'content-type': 'text/plain' },
  });

  await server.call('POST', `/executions/${id}/actions/restart`);

  const find = () => server.call('GET', `/executions/${id}`);
  await eventually(async () => expect((await find()).state.current).toBe('SUCCESS'));
  expect(outputsOf(await find(), 'loop').outputs).toMatchObject([{ outputs: { seen: 'yes' } }]);
});
