/** The commands that answer for an instance: its logs, and who may do what. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

test('the ends of the logs are written down, and the logs must go on from there', async () => {
  const heads = join(server.dataDirectory, 'heads.jsonl');
  const { stdout } = await server.run('auditlogs', 'head');
  expect(stdout.split('\n').filter((line) => line !== '').length).toBeGreaterThan(1);
  expect(stdout).toMatch(/\{"log":"dev","entries":\d+,"hash":"hmac:[0-9a-f]{64}"\}/);
  writeFileSync(heads, stdout);
  expect(await server.run('auditlogs', 'verify', `--heads=${heads}`)).toMatchObject({ code: 0, stderr: '' });

  writeFileSync(heads, '{"log":"dev","entries":1000,"hash":"hmac:0"}\n{"log":"gone","entries":1,"hash":"hmac:0"}\n');
  const broken = await server.run('auditlogs', 'verify', `--heads=${heads}`);
  expect(broken.code).toBe(1);
  expect(broken.stderr).toMatch(/The log of tenant 'dev' is broken. \d+ entries are missing that were there/);
  expect(broken.stderr).toContain("The log of tenant 'gone' is broken. It is missing as a whole");
  writeFileSync(heads, 'no head\n');
  expect(await server.run('auditlogs', 'verify', `--heads=${heads}`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('line 1: no end of a log'),
  });
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
