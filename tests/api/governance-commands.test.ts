/** The commands that answer for an instance: its logs, and who may do what. */
import { startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev' } });
  const user = await server.call('POST', '/users', { body: { username: 'jane', tenants: ['dev'] } });
  const body = { type: 'USER', externalId: user.id, roleId: 'viewer_dev' };
  await server.call('POST', '/bindings', { tenant: 'dev', body });
});
afterAll(() => server.stop());

test('the audit logs are verified, one or all, and shortened', async () => {
  expect(await server.run('auditlogs', 'verify', '--tenant=dev')).toEqual({
    code: 0,
    stdout: '2 entries verified\n',
    stderr: '',
  });
  expect((await server.run('auditlogs', 'verify')).stdout).toMatch(/^[3-9] entries verified\n$/);
  expect(await server.run('auditlogs', 'verify', '--tenant=nobody')).toMatchObject({
    code: 1,
    stderr: "Tenant 'nobody' does not exist\n",
  });
  expect((await server.run('auditlogs', 'purge', '--older-than=PT1H')).stdout).toBe('0 entries removed\n');
  expect((await server.run('auditlogs', 'purge', '--older-than=PT0S', '--tenant=dev')).stdout).toBe(
    '2 entries removed\n',
  );
  // The purge is an entry itself
  expect((await server.run('auditlogs', 'verify', '--tenant=dev')).stdout).toBe('1 entries verified\n');
  expect((await server.run('auditlogs', 'purge')).code).toBe(2);
});

test('a command says why a user may do something, or may not', async () => {
  const allowed = await server.run('auths', 'explain', 'jane', 'FLOW:VIEW', '--tenant=dev');
  const refused = await server.run('auths', 'explain', 'jane', 'FLOW:DELETE', '--tenant=dev', '--namespace=company');
  const outside = await server.run('auths', 'explain', 'jane', 'FLOW:VIEW');

  expect(allowed).toMatchObject({ code: 0 });
  expect(allowed.stdout).toContain("Allowed in tenant 'dev': The role 'Viewer' grants FLOW:VIEW in the whole tenant");
  expect(refused).toMatchObject({ code: 1, stderr: '' });
  expect(refused.stdout).toContain("No role of 'jane' grants FLOW:DELETE on namespace 'company'");
  expect(refused.stdout).toContain('Roles that grant it: Admin, Developer, Editor');
  expect(outside).toMatchObject({ code: 1 });
  expect((await server.run('auths', 'explain', 'jane', 'FLOW:FLY', '--tenant=dev')).stderr).toContain(
    "unknown action 'FLY' of FLOW",
  );
});
