/** The check that an operator runs against the instance itself. */
import { startServer } from '@windhover/testing';
import { expect, test } from 'vitest';

test('every operation is named, all but the public ones of the instance are checked, none leaks, and nothing is left behind', async () => {
  const server = await startServer({ tenancy: 'explicit', configuration: { 'kestra.templates.enabled': true } });

  const { code, stdout, stderr } = await server.run('tenants', 'verify', '--output=json');

  expect(stderr).toBe('');
  expect(code).toBe(0);
  const named = JSON.parse(stdout) as { operationId: string; status?: number }[];
  const { paths } = await server.call('GET', '/openapi.json');
  const served = Object.values<Record<string, { operationId: string }>>(paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  const passedOver = named.filter(({ status }) => status === undefined);
  expect(passedOver.map(({ operationId }) => operationId).toSorted()).toEqual([...publicOnes].toSorted());
  expect(named.map(({ operationId }) => operationId).toSorted()).toEqual(served.toSorted());
  expect(await server.call('GET', '/tenants/search')).toMatchObject({ total: 0 });
  expect(await server.call('GET', '/tenants/retained')).toEqual([]);
  expect((await server.call('GET', '/users')).total).toBe(1);
}, 120_000);

/** Nobody calls them, and they know nothing of tenants. */
const publicOnes = [
  'listAuthMethods',
  'login',
  'logout',
  'signOn',
  'signedOn',
  'forgottenPassword',
  'resetPassword',
  'validatePassword',
  'getLoginConfiguration',
  'createFromInvitation',
  'getSetupConfiguration',
  'setup',
  'getBasicAuthConfigErrors',
];

test('without multi-tenancy there is nothing to check', async () => {
  const server = await startServer();

  expect(await server.run('tenants', 'verify')).toMatchObject({
    code: 1,
    stderr: 'Multi-tenancy is disabled: set kestra.ee.tenants.enabled to true\n',
  });
});
