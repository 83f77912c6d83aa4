/** What tasks keep for later executions: outputs that are used again, directories that are filled again. */
import {
  aFlow,
  executionFile,
  logMessages,
  returnTask,
  startServer,
  type TaskParts,
  type TestServer,
} from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  return () => server.stop();
});

async function enter() {
  const tenant = await server.newTenant();
  const save = (...tasks: readonly TaskParts[]) =>
    server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow', inputs, tasks }) });
  const run = (key = 'a') => {
    const body = new FormData();
    body.set('key', key);
    return server.call('POST', '/executions/company.team/flow?wait=true', { tenant, body });
  };
  const logs = (executionId: string): Promise<string[]> => logMessages(server, executionId, { tenant });
  const file = (executionId: string, uri: string): Promise<string> =>
    executionFile(server, executionId, uri, { tenant });
  return { tenant, save, run, logs, file };
}

const inputs = [{ id: 'key', type: 'STRING' }];

/** Gives another number each time it runs. */
const dice = (more: object = {}) => ({
  id: 'dice',
  type: 'io.kestra.plugin.scripts.shell.Commands',
  commands: [`echo '{{ inputs.key }}' > file.txt; echo '::{"outputs":{"number":"'$(date +%s%N)'"}}::'`],
  outputFiles: ['*.txt'],
  ...more,
});
// oxlint-disable-next-line typescript/no-explicit-any -- replies of the API, looked into
const outputs = ({ taskRunList: [taskRun] }: any) => taskRun.outputs;

// oxlint-disable-next-line typescript/no-explicit-any -- replies of the API, looked into
const vars = ({ taskRunList }: any): { value: string }[] =>
  taskRunList.flatMap((taskRun: { outputs?: { vars?: { value: string } } }) => taskRun.outputs?.vars ?? []);

test('a task with a cache gives the outputs of an earlier run, until its properties differ', async () => {
  const { save, run, logs } = await enter();
  await save(dice({ taskCache: { enabled: true } }));

  const [first, second, other] = [await run(), await run(), await run('b')];

  expect(second.state.current).toBe('SUCCESS');
  expect(outputs(second).vars).toEqual(outputs(first).vars);
  expect(outputs(other).vars).not.toEqual(outputs(first).vars);
  expect(await logs(second.id)).toContainEqual(
    expect.stringMatching(/^Outputs are those of .* from the task's cache$/),
  );
  expect((await logs(first.id)).join()).not.toContain('cache');
});

test('a task in a loop is found again by the value that its commands name, whatever the inputs are', async () => {
  const { save, run } = await enter();
  const commands = [
    `cd '{{ workingDir }}'; echo '::{"outputs":{"value":"{{ taskrun.value }}","number":"'$(date +%s%N)'"}}::'`,
  ];
  await save({
    id: 'loop',
    type: 'io.kestra.plugin.core.flow.ForEach',
    values: ['{{ inputs.key }}', 'y'],
    tasks: [dice({ commands, outputFiles: [], taskCache: { enabled: true } })],
  });

  const [first, other, again] = [vars(await run('x')), vars(await run('z')), vars(await run('x'))];

  expect(first.map(({ value }) => value)).toEqual(['x', 'y']);
  expect(other.map(({ value }) => value)).toEqual(['z', 'y']);
  expect(other[1]).toEqual(first[1]);
  expect(again).toEqual(first);
});

test('what a script names is part of its cache: key/value pairs, outputs, its environment and its files', async () => {
  const { tenant, save, run } = await enter();
  const put = (text: string) =>
    server.call('PUT', '/namespaces/company.team/kv/pair', {
      tenant,
      body: text,
      headers: { 'content-type': 'text/plain' },
    });
  await save(returnTask("{{ kv('pair') }}"), {
    id: 'script',
    type: 'io.kestra.plugin.scripts.shell.Script',
    script: `echo '::{"outputs":{"value":"'$OF_TASK' '$(cat file)'"}}::'`,
    env: { OF_TASK: '{{ outputs.return.value }}' },
    inputFiles: { file: "{{ kv('pair') }}" },
    taskCache: { enabled: true },
  });

  const seen: unknown[] = [];
  for (const text of ['"one"', '"two"', '"one"']) {
    await put(text);
    seen.push(...vars(await run()).map(({ value }) => value));
  }

  expect(seen).toEqual(['one one', 'two two', 'one one']);
});

test('a task that renders a property for each row is not cached, and says so', async () => {
  const { save, run, logs } = await enter();
  await save(
    dice({ commands: [`echo '{"id": 1}' > rows.ion; echo '{"id": 2}' >> rows.ion`], outputFiles: ['rows.ion'] }),
    {
      id: 'filter',
      type: 'io.kestra.plugin.core.storage.FilterItems',
      from: "{{ outputs.dice.outputFiles['rows.ion'] }}",
      filterCondition: '{{ id == 2 }}',
      taskCache: { enabled: true },
    },
  );

  const { id, state } = await run();

  expect(state.current).toBe('SUCCESS');
  expect(await logs(id)).toContain("The outputs are not cached: the task renders 'filterCondition' itself");
});

test('files of cached outputs belong to the execution that uses them', async () => {
  const { tenant, save, run, file } = await enter();
  await save(dice({ taskCache: { enabled: true } }), returnTask("{{ read(outputs.dice.outputFiles['file.txt']) }}"));
  const first = await run();

  const second = await run();
  await server.call('DELETE', `/executions/${first.id}`, { tenant });

  const uri = outputs(second).outputFiles['file.txt'];
  expect(uri).toContain(second.id);
  expect(await file(second.id, uri)).toBe('a\n');
  expect(second.taskRunList[1].outputs.value).toBe('a\n');
  const third = await run();
  expect(outputs(third).vars).not.toEqual(outputs(first).vars);
});

test('too old, switched off, failed or deleted with its flow: the task runs again', async () => {
  const { tenant, save, run } = await enter();
  const numbers = async (more: object): Promise<unknown[]> => {
    await server.request('DELETE', '/flows/company.team/flow', { tenant });
    await save(dice(more));
    return [outputs(await run())?.vars, outputs(await run())?.vars];
  };

  const old = await numbers({ taskCache: { enabled: true, ttl: 'PT0.001S' } });
  const off = await numbers({ taskCache: { enabled: false } });
  const failed = await numbers({ taskCache: { enabled: true }, commands: [...dice().commands, 'exit 1'] });
  const kept = await numbers({ taskCache: { enabled: true } });
  const again = await numbers({ taskCache: { enabled: true } });

  for (const [one, other] of [old, off, failed]) expect(one).not.toEqual(other);
  expect(kept[0]).toEqual(kept[1]);
  expect(again[0]).not.toEqual(kept[0]);
});

test('a task that changes its execution does so each time, and the same flow of another tenant keeps its own', async () => {
  const tasks = [
    { id: 'labels', type: 'io.kestra.plugin.core.execution.Labels', labels: { a: 'b' }, taskCache: { enabled: true } },
    dice({ taskCache: { enabled: true } }),
  ];
  const [one, other] = [await enter(), await enter()];
  await one.save(...tasks);
  await other.save(...tasks);

  const [first, second, elsewhere] = [await one.run(), await one.run(), await other.run()];

  expect(second.labels).toContainEqual({ key: 'a', value: 'b' });
  expect(second.taskRunList[1].outputs.vars).toEqual(first.taskRunList[1].outputs.vars);
  expect(elsewhere.taskRunList[1].outputs.vars).not.toEqual(first.taskRunList[1].outputs.vars);
});

test('the cache of a WorkingDirectory fills the next one, for each value of a loop', async () => {
  const { save, run } = await enter();
  const directory = (cache: object) => ({
    id: 'loop',
    type: 'io.kestra.plugin.core.flow.ForEach',
    values: ['x', 'y'],
    tasks: [
      {
        id: 'directory',
        type: 'io.kestra.plugin.core.flow.WorkingDirectory',
        cache,
        tasks: [
          dice({
            commands: [
              'mkdir -p kept/.deep; echo {{ taskrun.value }} >> kept/.deep/list; echo no > other',
              `echo '::{"outputs":{"seen":"'$(cat kept/.deep/list | tr '\\n' ' ')'"}}::'`,
            ],
          }),
        ],
      },
    ],
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- replies of the API, looked into
  const seen = ({ taskRunList }: any): string[] =>
    taskRunList.flatMap((taskRun: { taskId: string; outputs?: { vars: { seen: string } } }) =>
      taskRun.taskId === 'dice' ? taskRun.outputs?.vars.seen.trim() : [],
    );

  await save(directory({ patterns: ['kept/**'] }));
  expect(seen(await run())).toEqual(['x', 'y']);
  expect(seen(await run())).toEqual(['x x', 'y y']);
  expect(seen(await run())).toEqual(['x x x', 'y y y']);

  const other = await enter();
  await other.save(directory({ patterns: ['kept/**'] }));
  expect(seen(await other.run())).toEqual(['x', 'y']);
});

test('the cache of a WorkingDirectory is forgotten after its time', async () => {
  const { save, run, logs } = await enter();
  const commands = ['[ -f kept ] && echo again || echo new; touch kept'];
  const cache = { patterns: ['kept'], ttl: 'PT0.001S' };
  await save({
    id: 'directory',
    type: 'io.kestra.plugin.core.flow.WorkingDirectory',
    cache,
    tasks: [dice({ commands })],
  });

  await run();
  const second = await run();

  expect(second.state.current).toBe('SUCCESS');
  expect(await logs(second.id)).toContain('new');
});

test('a ttl of a WorkingDirectory that is no duration is warned of, and its task runs', async () => {
  const { save, run, logs } = await enter();
  await save({
    id: 'directory',
    type: 'io.kestra.plugin.core.flow.WorkingDirectory',
    cache: { patterns: ['kept'], ttl: '{{ inputs.key }}' },
    tasks: [dice({ commands: ['echo ran'] })],
  });

  const { id, state } = await run('a while');

  expect(state.current).toBe('SUCCESS');
  expect(await logs(id)).toContainEqual(expect.stringMatching(/^The cache cannot be read: .*a while/));
  expect(await logs(id)).toContain('ran');
});

test('a cache on a flowable is warned of', async () => {
  const { tenant } = await enter();
  const flowable = { id: 's', type: 'io.kestra.plugin.core.flow.Sequential', tasks: [returnTask('x')] };
  const [result] = await server.call('POST', '/flows/validate', {
    tenant,
    body: aFlow({ tasks: [{ ...flowable, taskCache: { enabled: true } }] }),
  });
  expect(result.constraints).toBeUndefined();
  expect(result.warnings.join()).toContain("The task 's' cannot use the 'taskCache' property");
});
