/** Live streams end with the right to see them. */
import { aFlow, startServer } from '@windhover/testing';
import { expect, test } from 'vitest';

test('a stream ends within seconds once its reader has lost the right', async () => {
  const server = await startServer({ tenancy: 'explicit' });
  const tenant = 'dev';
  const call = (method: string, path: string, body?: unknown) => server.call(method, path, { tenant, body });
  await server.call('POST', '/tenants', { body: { id: tenant, name: tenant } });
  const user = await server.call('POST', '/users', { body: { username: 'reader', tenants: [tenant] } });
  const { fullToken } = await server.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'own' } });
  const binding = await call('POST', '/bindings', { type: 'USER', externalId: user.id, roleId: 'viewer_dev' });
  await call(
    'POST',
    '/flows',
    aFlow({ id: 'waiting', namespace: 'team', tasks: [{ id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' }] }),
  );
  const { id } = await call('POST', '/executions/team/waiting');

  const stream = await fetch(`${server.url}/api/v1/${tenant}/executions/${id}/follow`, {
    headers: { authorization: `Bearer ${fullToken}` },
  });
  expect(stream.status).toBe(200);
  await call('DELETE', `/bindings/${binding.id}`);

  // Would never end by itself: the execution stays paused
  expect(await stream.text()).toContain(id);
  expect((await call('GET', `/executions/${id}`)).state.current).toBe('PAUSED');
});
