/** What triggers write outside of executions, as those see it who read logs; real seconds. */
import { createServer } from 'node:http';
import {
  aFlow,
  eventually,
  listenOnLoopback,
  logTask,
  startServer,
  type TaskParts,
  type TestServer,
} from '@windhover/testing';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

const polls = 'io.kestra.plugin.core.http.Trigger';
const failing = { id: 'tick', type: polls, interval: 'PT1S', uri: "{{ secret('KEY') | number }}" };
const of = { namespace: 'team', flowId: 'watching' };
let server: TestServer;

beforeAll(async () => {
  server = await startServer({
    tenancy: 'explicit',
    configuration: { 'kestra.http.allowed-addresses': '127.0.0.1' },
  });
  return () => server.stop();
});

interface Line {
  readonly level: string;
  readonly message: string;
  readonly executionId?: string;
}

/** A tenant with a secret and a flow under this trigger. */
async function enter(trigger: object) {
  const tenant = await server.newTenant();
  const save = (parts: Parameters<typeof aFlow>[0]) => server.call('POST', '/flows', { tenant, body: aFlow(parts) });
  await server.call('PUT', '/namespaces/team/secrets', { tenant, body: { key: 'KEY', value: 'confidential' } });
  await save({ id: 'watching', namespace: 'team', triggers: [trigger] });
  const search = async (query = ''): Promise<readonly Line[]> =>
    (await server.call('GET', `/logs/search?size=100&${query}`, { tenant })).results;
  /** Lines of the trigger, once there are some. */
  const written = (id: string) =>
    eventually(
      async () => {
        const lines = await search(`filters[triggerId][EQUALS]=${id}`);
        expect(lines).not.toEqual([]);
        return lines;
      },
      { timeoutMs: 15_000 },
    );
  const run = async (...tasks: readonly TaskParts[]) => {
    const flow = await save({ namespace: 'team', tasks });
    return server.call('POST', `/executions/team/${flow.id}?wait=true`, { tenant });
  };
  return { tenant, search, written, run };
}

async function serve(): Promise<string> {
  const outside = createServer((_, response) => response.writeHead(503).end('later'));
  onTestFinished(() => void outside.close());
  return `http://127.0.0.1:${await listenOnLoopback(outside)}/`;
}

test('what a look writes is found by its trigger, without an execution and without the secrets that it read', async () => {
  const options = { logs: ['REQUEST_HEADERS', 'RESPONSE_BODY'] };
  const headers = { 'X-Key': "{{ secret('KEY') }}" };
  const trigger = { id: 'look', type: polls, interval: 'PT1H', uri: await serve(), headers, options };
  const { search, written } = await enter(trigger);
  const [quiet, stranger] = [await enter({ ...trigger, logLevel: 'INFO' }), await server.newTenant()];

  const lines = await written('look');

  for (const line of lines) {
    expect(line).toMatchObject({ ...of, triggerId: 'look', level: 'DEBUG' });
    expect(line.executionId).toBeUndefined();
  }
  expect(lines.map(({ message }) => message)).toEqual([
    'Response body:\nlater',
    expect.stringMatching(/^Request headers:[^]*x-key: \*{8}/i),
  ]);
  expect(await search('filters[level][GREATER_THAN_OR_EQUAL_TO]=DEBUG&filters[flowId][EQUALS]=watching')).toEqual(
    lines,
  );
  expect(await search('filters[triggerId][EQUALS]=other')).toEqual([]);
  const theirs = await server.call('GET', '/logs/search?filters[triggerId][EQUALS]=look', { tenant: stranger });
  expect(theirs.total).toBe(0);
  await eventually(async () => {
    const { results } = await server.call('GET', '/triggers/team/watching', { tenant: quiet.tenant });
    expect(results[0].lastEvaluation?.outcome).toBe('SKIPPED');
  });
  expect(await quiet.search()).toEqual([]);
});

test('a trigger that fails says so once, and its lines are deleted by its name', async () => {
  const { tenant, search, written } = await enter(failing);
  const neighbour = await enter(failing);
  const [line] = await written('tick');
  await neighbour.written('tick');
  expect(line).toMatchObject({ ...of, triggerId: 'tick', level: 'WARN' });
  expect(line!.message).toMatch(/^The trigger could not be evaluated: .*\*{8}/);
  await eventually(async () => {
    const { results } = await server.call('GET', '/triggers/team/watching/tick/evaluations', { tenant });
    expect(results[0].count).toBeGreaterThan(1);
  });
  expect(await search()).toEqual([line]);

  await server.call('DELETE', '/logs/team/watching?triggerId=other', { tenant });
  expect(await search()).toEqual([line]);
  await server.call('DELETE', '/logs/team/watching?triggerId=tick', { tenant });

  expect(await search()).toEqual([]);
  expect(await neighbour.search()).toHaveLength(1);
  const { results } = await server.call('GET', '/auditlogs/search?filters[resources][EQUALS]=TRIGGER', { tenant });
  expect(results[0].auditLog.detail).toMatchObject({ ...of, triggerId: 'tick', action: 'deleteLogs' });
});

test('a flow trigger whose condition cannot be asked says so in its own tenant', async () => {
  const between = {
    type: 'io.kestra.plugin.core.condition.TimeBetween',
    date: '10:00:00Z',
    after: "{{ secret('KEY') }}",
  };
  const hearing = { id: 'heard', type: 'io.kestra.plugin.core.trigger.Flow', conditions: [between] };
  const { run, written } = await enter(hearing);

  await run(logTask('hello'));

  expect(await written('heard')).toMatchObject([
    {
      ...of,
      level: 'WARN',
      message: expect.stringMatching(/^The trigger could not be evaluated: '\*{8}' is not a time/),
    },
  ]);
});

test('PurgeLogs deletes and counts what triggers wrote, with what executions wrote', async () => {
  const { written, search, run } = await enter(failing);
  await written('tick');
  await run(logTask('hello'));
  const lines = await search();
  const endDate = "{{ now() | dateAdd(1, 'HOURS') }}";
  const purge = { id: 'purge', type: 'io.kestra.plugin.core.log.PurgeLogs', namespace: 'team', endDate };
  const purged = async (parts: object): Promise<unknown> =>
    (await run({ ...purge, ...parts })).taskRunList[0].outputs.count;

  expect(await purged({ flowId: 'watching', logLevels: ['ERROR'] })).toBe(0);
  expect(await purged({ flowId: 'watching', logLevels: ['WARN'] })).toBe(1);

  expect(await search('filters[triggerId][EQUALS]=tick')).toEqual([]);
  const left = await search();
  expect(left).toEqual(expect.arrayContaining(lines.filter(({ executionId }) => executionId !== undefined)));
});
