import { expect, test } from 'vitest';
import { startServer } from './start-server.ts';

test('a server in this process answers, as its superadmin and to commands', async () => {
  const server = await startServer({ tenancy: 'mixed' });

  const me = await server.call('GET', '/me');
  const created = await server.run('tenants', 'create', '--tenant', 'dev');

  expect(me.superAdmin).toBe(true);
  expect(created).toMatchObject({ code: 0, stdout: "Tenant 'dev' successfully created.\n" });
  expect((await server.api.tenants.get({ id: 'dev' })).id).toBe('dev');
});

test('a server of its own process can be killed and started again on its folder', async () => {
  const first = await startServer({ kind: 'process', tenancy: 'mixed' });
  await first.call('POST', '/tenants', { body: { id: 'dev', name: 'Development' } });
  await first.kill9();

  const second = await startServer({ kind: 'process', tenancy: 'mixed', dataDirectory: first.dataDirectory });

  expect((await second.call('GET', '/tenants/dev')).name).toBe('Development');
});
