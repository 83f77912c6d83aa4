/** What tests of workers do again and again. */
import { randomBytes } from 'node:crypto';
import {
  aFlow,
  eventually,
  startWorker,
  type FlowParts,
  type StartWorkerOptions,
  type TestServer,
  type TestWorker,
} from '@windhover/testing';
import { expect } from 'vitest';

export const shell = 'io.kestra.plugin.scripts.shell.Commands';

/** A group of its own with a token. */
export async function newGroup(
  server: TestServer,
  body: object = {},
): Promise<{ readonly id: string; readonly token: string; readonly tokenId: string }> {
  const id = `group-${randomBytes(6).toString('hex')}`;
  await server.call('POST', '/instance/worker-groups', { body: { id, name: id, subscriptions: [], ...body } });
  const { token, details } = await server.call('POST', `/instance/worker-groups/${id}/tokens`, {
    body: { name: 'test' },
  });
  return { id, token, tokenId: details.uid };
}

/** A process that loads the sources takes its time. */
const startMs = { timeoutMs: 45_000 };

/** Starts a worker of the group and waits until the server knows it. */
export async function aWorker(
  server: TestServer,
  group: { readonly id: string; readonly token: string },
  options: Partial<StartWorkerOptions> = {},
): Promise<TestWorker> {
  const name = `worker-${randomBytes(6).toString('hex')}`;
  const configuration = { 'kestra.worker.name': name, ...options.configuration };
  const worker = await startWorker({ server: server.url, token: group.token, ...options, configuration });
  await eventually(async () => {
    const names = (await workersOf(server, group.id)).map(({ workerName }) => workerName);
    expect(names, worker.printed()).toContain(name);
  }, startMs);
  return worker;
}

export async function workersOf(
  server: TestServer,
  groupId: string,
): Promise<
  readonly {
    readonly state: string;
    readonly workerName: string;
    readonly capacity: { readonly running: number; readonly max: number };
  }[]
> {
  return (await server.call('GET', `/instance/worker-groups/${groupId}/workers`)).workers;
}

/** Saves a flow and starts it; answers the execution's id. */
export async function start(server: TestServer, parts: FlowParts, tenant?: string): Promise<string> {
  const inTenant = tenant === undefined ? {} : { tenant };
  const { id, namespace } = await server.call('POST', '/flows', { ...inTenant, body: aFlow(parts) });
  return (await server.call('POST', `/executions/${namespace}/${id}`, inTenant)).id;
}

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into replies of any shape
export async function get(server: TestServer, executionId: string, tenant?: string): Promise<any> {
  return server.call('GET', `/executions/${executionId}`, tenant === undefined ? {} : { tenant });
}

// oxlint-disable-next-line typescript/no-explicit-any -- as above
export async function ended(server: TestServer, executionId: string, tenant?: string): Promise<any> {
  return eventually(async () => {
    const execution = await get(server, executionId, tenant);
    expect(execution.state.endDate).toBeDefined();
    return execution;
  });
}

/** Lines of the execution's log, oldest first. */
export async function linesOf(server: TestServer, executionId: string, tenant?: string): Promise<readonly string[]> {
  const lines = await server.call('GET', `/logs/${executionId}?minLevel=TRACE`, tenant === undefined ? {} : { tenant });
  return lines.map(({ message }: { readonly message: string }) => message);
}
