/** One-task executions started over HTTP at a server of its own process; Basic authentication, every answer durable. */
import { measureFirstTaskOverHttp, flowYaml } from './first-task.ts';
import type { Floors } from './floors.ts';
import { namespace, oneTask } from './flows.ts';
import { load, requestText } from './load.ts';
import { percentile, type Figure } from './measure.ts';
import { authorization, makeServerFolder, startServerProcess, type ServerProcess } from './server-process.ts';

const connections = 64;
const count = 15_000;
const tenantCount = 1_000;
const key = 'a-key-of-the-webhook';
const boundary = 'bench-boundary';

export async function measureHttp(floors: Floors): Promise<Figure[]> {
  return withServer({}, async (server) => {
    await server.call('POST', '/main/flows', flowYaml(oneTask.id, oneTask.tasks));
    await server.call('POST', '/main/flows', flowYaml('one-input', oneTask.tasks, oneInput));
    await server.call('POST', '/main/flows', flowYaml('called', oneTask.tasks, webhook));
    const firstTask = await measureFirstTaskOverHttp(server, floors);
    return [
      ...(await started(server, floors, 'no body', [startOf('main', oneTask.id)])),
      ...(await started(server, floors, 'multipart, one input', [startWithInput])),
      ...(await started(server, floors, 'JSON, by webhook', [webhookCall])),
      ...(await read(server, floors)),
      ...firstTask.map((figure) => ({ ...figure, name: `first task running, ${figure.name}` })),
    ];
  });
}

export async function measureHttpOfTenants(floors: Floors): Promise<Figure[]> {
  return withServer({ tenants: true }, async (server) => {
    const ids = Array.from({ length: tenantCount }, (_, index) => `tenant${index}`);
    for (const id of ids) {
      await server.call('POST', '/tenants', JSON.stringify({ id, name: id }));
      await server.call('POST', `/${id}/flows`, flowYaml(oneTask.id, oneTask.tasks));
    }
    return started(
      server,
      floors,
      'no body, 1,000 tenants in turn',
      ids.map((id) => startOf(id, oneTask.id)),
    );
  });
}

const oneInput = { inputs: [{ id: 'name', type: 'STRING' }] };
const webhook = { triggers: [{ id: 'hook', type: 'io.kestra.plugin.core.trigger.Webhook', key }] };

function startOf(tenant: string, flowId: string): string {
  return requestText('POST', `/api/v1/${tenant}/executions/${namespace}/${flowId}`, { authorization }, '');
}

const startWithInput = requestText(
  'POST',
  `/api/v1/main/executions/${namespace}/one-input`,
  { authorization, 'content-type': `multipart/form-data; boundary=${boundary}` },
  `--${boundary}\r\nContent-Disposition: form-data; name="name"\r\n\r\nWorld\r\n--${boundary}--\r\n`,
);

const webhookCall = requestText(
  'POST',
  `/api/v1/main/executions/webhook/${namespace}/called/${key}`,
  { 'content-type': 'application/json' },
  JSON.stringify({ order: 4711, customer: 'someone', lines: [{ article: 'a', count: 2 }] }),
);

async function started(server: ServerProcess, floors: Floors, name: string, requests: string[]): Promise<Figure[]> {
  const { perSecond, cpuUs, latenciesMs } = await measured(server, requests, count);
  return [
    { name, value: perSecond, unit: 'executions/s', floor: floors.bareRequestsPerSecond, goal: '≥ 4,000' },
    ...cpu(cpuUs),
    { name: '  answer, p50', value: percentile(latenciesMs, 0.5), unit: 'ms' },
    { name: '  answer, p99', value: percentile(latenciesMs, 0.99), unit: 'ms' },
  ];
}

async function read(server: ServerProcess, floors: Floors): Promise<Figure[]> {
  const request = requestText('GET', `/api/v1/main/flows/${namespace}/${oneTask.id}`, { authorization }, '');
  const { perSecond, cpuUs } = await measured(server, [request], count);
  return [
    { name: 'a flow read', value: perSecond, unit: 'requests/s', floor: floors.bareRequestsPerSecond },
    ...cpu(cpuUs),
  ];
}

function cpu(value: number | undefined): Figure[] {
  return value === undefined ? [] : [{ name: '  main thread', value, unit: 'µs a request' }];
}

async function measured(server: ServerProcess, requests: readonly string[], times: number) {
  const order = { port: server.port, connections, requests };
  await load({ ...order, count: times / 3 });
  const before = server.mainThreadCpuUs();
  const { perSecond, latenciesMs } = await load({ ...order, count: times });
  const after = server.mainThreadCpuUs();
  const cpuUs = before === undefined || after === undefined ? undefined : (after - before) / times;
  return { perSecond, latenciesMs, cpuUs };
}

async function withServer<T>(
  options: { readonly tenants?: boolean },
  work: (server: ServerProcess) => Promise<T>,
): Promise<T> {
  const folder = makeServerFolder(options);
  try {
    const server = await startServerProcess(folder);
    try {
      return await work(server);
    } finally {
      await server.stop();
    }
  } finally {
    folder.remove();
  }
}
