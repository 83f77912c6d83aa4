/** What a script reaches from within its sandbox: servers outside, through the proxy, and nothing else. */
import { createServer } from 'node:http';
import { aFlow, listenOnLoopback, logMessages, startServer, type TestServer } from '@windhover/testing';
import { describe, expect, onTestFinished, test } from 'vitest';

const yaml = { 'content-type': 'application/x-yaml' };

/** Prints what each attempt of a Python program comes to. */
const python = `
import os, socket, urllib.request
def tell(name, attempt):
    try:
        print(name, 'reached', attempt())
    except Exception as error:
        print(name, 'failed', getattr(error, 'code', ''))
def ask(url):
    return lambda: urllib.request.urlopen(url, timeout=5).read().decode()[:40].strip()
def direct(host, port):
    return lambda: socket.create_connection((host, port), timeout=2).close()
`;

async function run(server: TestServer, tenant: string | undefined, attempts: readonly string[]): Promise<string[]> {
  const inTenant = tenant === undefined ? {} : { tenant };
  const script = `${python}${attempts.join('\n')}\nprint('tried all')`;
  const flow = aFlow({ tasks: [{ id: 'script', type: 'io.kestra.plugin.scripts.python.Script', script }] });
  const { id, namespace } = await server.call('POST', '/flows', { ...inTenant, body: flow, headers: yaml });
  const execution = await server.call('POST', `/executions/${namespace}/${id}?wait=true`, inTenant);
  const lines = await logMessages(server, execution.id, inTenant);
  expect(lines).toContain('tried all');
  return lines.filter((line) => / (reached|failed)/.test(line)).map((line) => line.trim());
}

async function startWeb(): Promise<number> {
  const web = createServer((_, answer) => answer.end('the web'));
  onTestFinished(() => void web.close());
  return listenOnLoopback(web);
}

describe('filtered, as it is with multi-tenancy', () => {
  test('a server that is open to tasks answers, one that is not does not, and nothing goes past the proxy', async () => {
    const webPort = await startWeb();
    const server = await startServer({
      tenancy: 'explicit',
      configuration: { 'kestra.http.allowed-addresses': '127.0.0.1' },
    });
    const api = new URL(server.url).port;

    const lines = await run(server, await server.newTenant(), [
      `os.environ.update(no_proxy='', NO_PROXY='')`,
      `tell('open', ask('http://127.0.0.1:${webPort}/'))`,
      `tell('closed', ask('http://127.0.0.2:${webPort}/'))`,
      `tell('metadata', ask('http://169.254.169.254/latest/meta-data/'))`,
      `tell('past', direct('127.0.0.1', ${webPort}))`,
      `tell('api', direct('127.0.0.1', ${api}))`,
      `tell('database', direct('127.0.0.1', 5432))`,
      `tell('metadata directly', direct('169.254.169.254', 80))`,
      `tell('names', lambda: socket.gethostbyname('example.com'))`,
    ]);

    expect(lines).toEqual([
      'open reached the web',
      'closed failed 403',
      'metadata failed 403',
      'past failed',
      'api failed',
      'database failed',
      'metadata directly failed',
      'names failed',
    ]);
    expect((await server.call('GET', '/configs')).safety).toMatchObject({ network: 'filtered' });
  });

  test("this server's own addresses are closed", async () => {
    const server = await startServer({ tenancy: 'explicit' });

    const lines = await run(server, await server.newTenant(), [
      `os.environ.update(no_proxy='', NO_PROXY='')`,
      `tell('api', ask('${server.url}/api/v1/configs/login'))`,
      `tell('by name', ask('http://localhost:${new URL(server.url).port}/api/v1/configs/login'))`,
    ]);

    expect(lines).toEqual(['api failed 403', 'by name failed 403']);
  });

  test('what is open to one tenant is open to its scripts alone, and counts as its requests', async () => {
    const webPort = await startWeb();
    const server = await startServer({
      tenancy: 'explicit',
      configuration: { 'kestra.http.rate-limit.max-requests': 2, 'kestra.http.rate-limit.window': '1h' },
    });
    await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev', allowedAddresses: ['127.0.0.1'] } });
    const attempts = [
      `os.environ.update(no_proxy='', NO_PROXY='')`,
      ...[1, 2, 3].map((each) => `tell('${each}', ask('http://127.0.0.1:${webPort}/'))`),
    ];

    expect(await run(server, 'dev', attempts)).toEqual(['1 reached the web', '2 reached the web', '3 failed 429']);
    expect(await run(server, await server.newTenant(), attempts.slice(0, 2))).toEqual(['1 failed 403']);
  });

  test('how a script ends is told', async () => {
    const server = await startServer({ tenancy: 'explicit' });
    const tenant = await server.newTenant();
    const flow = aFlow({
      tasks: [{ id: 'script', type: 'io.kestra.plugin.scripts.shell.Commands', commands: ['kill -USR1 $$'] }],
    });
    const { id, namespace } = await server.call('POST', '/flows', { tenant, body: flow, headers: yaml });

    const execution = await server.call('POST', `/executions/${namespace}/${id}?wait=true`, { tenant });

    expect(await logMessages(server, execution.id, { tenant })).toContain('Command failed with exit code 138');
  });
});

test('none: a script has a loopback of its own', async () => {
  const webPort = await startWeb();
  const server = await startServer({ configuration: { 'kestra.tasks.network': 'none' } });

  const lines = await run(server, undefined, [
    `tell('web', direct('127.0.0.1', ${webPort}))`,
    `tell('proxy', lambda: os.environ['HTTP_PROXY'])`,
    `tell('own', lambda: socket.create_server(('127.0.0.1', ${webPort})).close())`,
  ]);

  expect(lines).toEqual(['web failed', 'proxy failed', 'own reached None']);
  expect((await server.call('GET', '/configs')).safety).toMatchObject({ network: 'none' });
});

test('open: a script reaches what the server reaches', async () => {
  const webPort = await startWeb();
  const server = await startServer();

  const lines = await run(server, undefined, [`tell('web', ask('http://127.0.0.1:${webPort}/'))`]);

  expect(lines).toEqual(['web reached the web']);
  expect((await server.call('GET', '/configs')).safety).toMatchObject({ isolation: 'bubblewrap', network: 'open' });
});

describe('of a tenant', () => {
  const network = (webPort: number): readonly string[] => [
    `tell('web', direct('127.0.0.1', ${webPort}))`,
    `tell('proxy', lambda: os.environ['HTTP_PROXY'][:9])`,
  ];
  const lines = {
    filtered: ['web failed', 'proxy reached http://12'],
    none: ['web failed', 'proxy failed'],
    open: ['web reached None', 'proxy failed'],
  };

  test.each(['filtered', 'open'] as const)(
    'it may be its own, stricter or looser than the %s one of the instance',
    async (usual) => {
      const webPort = await startWeb();
      const server = await startServer({ tenancy: 'explicit', configuration: { 'kestra.tasks.network': usual } });
      const choose = (id: string, settings: object) =>
        server.call('PUT', `/tenants/${id}`, { body: { name: id, ...settings } });
      const [tenant, other] = [await server.newTenant(), await server.newTenant()];

      for (const scriptNetwork of ['none', 'open', 'filtered'] as const) {
        await choose(tenant, { scriptNetwork });
        expect(await run(server, tenant, network(webPort))).toEqual(lines[scriptNetwork]);
        expect((await server.call('GET', `/tenants/${tenant}`)).scriptNetwork).toBe(scriptNetwork);
      }
      await choose(other, { scriptNetwork: 'none' });

      await choose(tenant, {});
      expect(await run(server, tenant, network(webPort))).toEqual(lines[usual]);
      expect(await run(server, other, network(webPort))).toEqual(lines.none);
      expect((await server.call('GET', '/configs')).safety).toMatchObject({ network: usual });
    },
  );

  test('what is no network is refused', async () => {
    const server = await startServer({ tenancy: 'explicit' });

    const refused = await server.request('POST', '/tenants', {
      body: { id: 'dev', name: 'dev', scriptNetwork: 'all' },
    });

    expect(refused.status).toBe(422);
    expect(refused.json._embedded.errors[0].path).toBe('scriptNetwork');
  });

  test('without a sandbox scripts of a tenant that has asked for less fail, those of others have the one of the server', async () => {
    const webPort = await startWeb();
    const server = await startServer({ tenancy: 'explicit', configuration: { 'kestra.tasks.isolation': 'none' } });
    await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev', scriptNetwork: 'none' } });
    const flow = aFlow({
      tasks: [{ id: 'script', type: 'io.kestra.plugin.scripts.shell.Commands', commands: ['echo ran'] }],
    });
    const { id, namespace } = await server.call('POST', '/flows', { tenant: 'dev', body: flow, headers: yaml });

    const failed = await server.call('POST', `/executions/${namespace}/${id}?wait=true`, { tenant: 'dev' });

    const told = await logMessages(server, failed.id, { tenant: 'dev' });
    expect(told.join()).toContain("scripts of this tenant have the network 'none', which takes a sandbox");
    expect(told).not.toContain('ran');
    expect(await run(server, await server.newTenant(), network(webPort))).toEqual(lines.open);
  });
});
