import { aFlow, logTask, startServer, type TestServer } from '@windhover/testing';
import { expect, test } from 'vitest';

const daily = { duration: 'P1D', limit: 2, behavior: 'CANCEL' };

test('each quota tells what its present window has seen, to those who see what it limits', async () => {
  const server = await startServer({ tenancy: 'explicit' });
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev', quotas: [{ ...daily, limit: 100 }] } });
  await server.call('POST', '/tenants', { body: { id: 'other', name: 'other', quotas: [daily] } });
  await server.call('POST', '/namespaces', { tenant: 'dev', body: { id: 'company', quotas: [daily] } });
  await save(server, 'company.team', 'limited', { quotas: [{ ...daily, duration: 'PT24H' }] });
  await save(server, 'elsewhere', 'free', {});
  for (let times = 0; times < 3; times += 1)
    await server.call('POST', '/executions/company.team/limited?wait=true', { tenant: 'dev' });
  await server.call('POST', '/executions/elsewhere/free?wait=true', { tenant: 'dev' });

  const start = `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`;
  expect(await server.call('GET', '/quota-limits', { tenant: 'dev' })).toEqual([
    { tenantId: 'dev', id: 'tenant/P1D', start, count: 3, limit: 100 },
    { tenantId: 'dev', namespace: 'company', id: 'namespace/company/P1D', start, count: 2, limit: 2 },
    {
      tenantId: 'dev',
      namespace: 'company.team',
      flowId: 'limited',
      id: 'flow/company.team/limited/PT24H',
      start,
      count: 2,
      limit: 2,
    },
  ]);

  const jane = { username: 'jane@example.com', password: 'Secret-123!' };
  const { id } = await server.call('POST', '/users', { body: { email: jane.username, ...jane } });
  const binding = { type: 'USER', externalId: id, roleId: 'viewer_dev', namespaceId: 'elsewhere' };
  await server.call('POST', '/bindings', { tenant: 'dev', body: binding });
  const seen = await server.call('GET', '/quota-limits', { tenant: 'dev', as: jane });
  expect(seen.map((quota: { id: string }) => quota.id)).toEqual(['tenant/P1D']);
});

test('a quota whose window has no length is refused', async () => {
  const server = await startServer({ tenancy: 'explicit' });
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev' } });
  const quotas = [daily, { ...daily, duration: '1h' }, { ...daily, duration: 'PT0S' }];
  const problems = [
    { path: 'quotas.1.duration', message: "'1h' is no ISO-8601 duration such as PT1H" },
    { path: 'quotas.2.duration', message: "'PT0S' is no ISO-8601 duration such as PT1H" },
  ];
  for (const [path, options] of [
    ['/tenants', { body: { id: 'new', name: 'new', quotas } }],
    ['/namespaces', { tenant: 'dev', body: { id: 'company', quotas } }],
  ] as const) {
    const { status, json } = await server.request('POST', path, options);
    expect([status, json._embedded?.errors], path).toEqual([422, problems]);
  }
});

async function save(server: TestServer, namespace: string, id: string, parts: object): Promise<void> {
  const headers = { 'content-type': 'application/x-yaml' };
  const body = aFlow({ namespace, id, tasks: [logTask()], ...parts });
  await server.call('POST', '/flows', { tenant: 'dev', body, headers });
}
