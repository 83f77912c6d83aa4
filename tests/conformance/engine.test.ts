/** Each case in a tenant of its own, through the API. */
import { join } from 'node:path';
import { eventually, logMessages, startServer, type Reply, type TestServer } from '@windhover/testing';
import { beforeAll, describe, test, type ExpectStatic } from 'vitest';
import { readCases, type Case, type Expected, type Step } from './read-cases.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
});

const ended: ReadonlySet<string> = new Set([
  'SUCCESS',
  'WARNING',
  'FAILED',
  'KILLED',
  'CANCELLED',
  'RETRIED',
  'SKIPPED',
]);

interface Run {
  readonly id: string;
  readonly tenant: string;
}

// oxlint-disable-next-line typescript/no-explicit-any -- executions as they come
type Execution = any;

for (const { area, cases } of readCases(join(import.meta.dirname, 'cases'))) {
  describe(area, () => {
    for (const one of cases) test.concurrent(one.name, ({ expect }) => check(one, expect));
  });
}

async function check(
  { others, flow, inputs, labels, steps, expect: expected, invalid, refused }: Case,
  expect: ExpectStatic,
) {
  const tenant = await server.newTenant();
  for (const other of others) await server.call('POST', '/flows', { tenant, body: JSON.stringify(other) });
  const saved = await server.request('POST', '/flows', { tenant, body: JSON.stringify(flow) });
  if (invalid !== undefined) return saysAll(saved, 422, invalid, expect);
  expect([saved.status, saved.status === 200 ? '' : saved.text]).toEqual([200, '']);

  const body = toForm(inputs);
  const query = new URLSearchParams(
    Object.entries(labels).map(([key, value]): [string, string] => ['labels', `${key}:${value}`]),
  );
  const path = `/executions/${flow.namespace}/${flow.id}?${query.toString()}`;
  const started = await server.request('POST', path, { tenant, body });
  if (refused !== undefined) return saysAll(started, 422, refused, expect);
  expect([started.status, started.status === 200 ? '' : started.text]).toEqual([200, '']);

  let run: Run = { id: started.json.id, tenant };
  for (const step of steps) {
    await reaches(run, (state) => state === step.when, expect);
    run = await take(run, step);
  }
  await reaches(run, (state) => ended.has(state), expect);
  if (expected !== undefined) await compare(run, expected, expect);
}

function saysAll({ status, text }: Reply, wanted: number, parts: readonly string[], expect: ExpectStatic): void {
  expect(status, text).toBe(wanted);
  for (const part of parts) expect(text).toContain(part);
}

function toForm(values: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

function find({ id, tenant }: Run): Promise<Execution> {
  return server.call('GET', `/executions/${id}`, { tenant });
}

async function reaches(run: Run, isIt: (state: string) => boolean, expect: ExpectStatic): Promise<void> {
  await eventually(async () => {
    const { state } = await find(run);
    expect(isIt(state.current), `state ${state.current}`).toBe(true);
  });
}

/** Answers the execution that goes on. */
async function take({ id, tenant }: Run, step: Step): Promise<Run> {
  const at = `/executions/${id}/actions`;
  if ('resume' in step) await server.call('POST', `${at}/resume`, { tenant, body: toForm(step.resume) });
  else if ('changeStatus' in step) {
    await server.call('POST', `${at}/change-status?status=${step.changeStatus}`, { tenant });
  } else if ('replay' in step) {
    const { taskRunList } = await find({ id, tenant });
    const taskRun = taskRunList.find(({ taskId }: Execution) => taskId === step.replay);
    const replayed = await server.call('POST', `${at}/replay?taskRunId=${taskRun.id}`, { tenant });
    return { id: replayed.id, tenant };
  } else await server.call(step.do === 'kill' ? 'DELETE' : 'POST', `${at}/${step.do}`, { tenant });
  return { id, tenant };
}

async function compare(run: Run, expected: Expected, expect: ExpectStatic): Promise<void> {
  const execution = await find(run);
  const taskRuns: readonly Execution[] = execution.taskRunList ?? [];
  const log = await logMessages(server, run.id, run);
  expect(execution.state.current, log.join('\n')).toBe(expected.state);
  if (expected.tasks !== undefined) {
    const seen = taskRuns.map(
      ({ taskId, value, state }) => `${taskId}${value === undefined ? '' : `[${value}]`} ${state.current}`,
    );
    if (expected.anyOrder) expect(seen.toSorted()).toEqual(expected.tasks.toSorted());
    else expect(seen).toEqual(expected.tasks);
  }
  const byId = new Map(taskRuns.map((taskRun) => [taskRun.taskId, taskRun]));
  for (const [id, outputs] of Object.entries(expected.taskOutputs ?? {})) {
    expect(byId.get(id)?.outputs, id).toMatchObject(outputs as object);
  }
  for (const [id, count] of Object.entries(expected.attempts ?? {})) {
    expect(byId.get(id)?.attempts, id).toHaveLength(count);
  }
  if (expected.outputs !== undefined) expect(execution.outputs).toEqual(expected.outputs);
  if (expected.inputs !== undefined) expect(execution.inputs).toMatchObject(expected.inputs);
  for (const [key, value] of Object.entries(expected.labels ?? {}))
    expect(execution.labels).toContainEqual({ key, value });
  for (const part of expected.log ?? [])
    expect(
      log.some((message) => message.includes(part)),
      `${part} in\n${log.join('\n')}`,
    ).toBe(true);
}
