import { allRoutes } from '@windhover/contract';
import { expect, test } from 'vitest';
import { requestTarget } from './tenant-path.ts';

const cases: readonly [string, string, string | undefined][] = [
  // instance routes, also where a tenant route has the same name
  ['/api/v1/me', '/instance/me', undefined],
  ['/api/v1/users?page=1', '/instance/users?page=1', undefined],
  ['/api/v1/tenants/dev', '/instance/tenants/dev', undefined],
  ['/api/v1/tenants/flows', '/instance/tenants/flows', undefined],
  ['/api/v1/openapi.json', '/instance/openapi.json', undefined],
  // tenant routes without a tenant
  ['/api/v1/flows/company.team/hello?source=true', '/tenant/flows/company.team/hello?source=true', undefined],
  ['/api/v1/executions', '/tenant/executions', undefined],
  ['/api/v1/basicAuth', '/tenant/basicAuth', undefined],
  // a tenant's segment
  ['/api/v1/dev/flows/a/b', '/tenant/flows/a/b', 'dev'],
  ['/api/v1/main/executions?x=/y', '/tenant/executions?x=/y', 'main'],
  ['/api/v1/dev/users', '/tenant/users', 'dev'],
  ['/api/v1/dev', '/tenant/', 'dev'],
  ['/api/v1/dev?page=1', '/tenant/?page=1', 'dev'],
  ['/api/v1/dev/', '/tenant/', 'dev'],
  // decoded once, compared as spelt
  ['/api/v1/%66lows/a', '/tenant/flows/a', undefined],
  ['/api/v1/d%65v/flows', '/tenant/flows', 'dev'],
  ['/api/v1/d%2565v/flows', '/tenant/flows', 'd%65v'],
  ['/api/v1/Flows/a', '/tenant/a', 'Flows'],
  ['/api/v1/DEV/flows', '/tenant/flows', 'DEV'],
  ['/api/v1/dev%2Fflows/x', '/tenant/x', 'dev/flows'],
  ['/api/v1/%zz/flows', '/tenant/flows', '%zz'],
  ['/api/v1/../flows', '/tenant/flows', '..'],
  ['/api/v1/./flows', '/tenant/flows', '.'],
  ['/api/v1//flows', '/tenant/flows', ''],
  ['/api/v1/_default/flows', '/tenant/flows', '_default'],
  ['/api/v1/dev~2/flows', '/tenant/flows', 'dev~2'],
  // nothing else reaches the router's own prefixes
  ['/tenant/flows', '/web/tenant/flows', undefined],
  ['/instance/users', '/web/instance/users', undefined],
  ['/api/v2/flows', '/web/api/v2/flows', undefined],
  ['/api/v1', '/web/api/v1', undefined],
  ['/ui/dev/flows', '/web/ui/dev/flows', undefined],
  ['/', '/web/', undefined],
  ['*', '/outside', undefined],
  ['http://other/api/v1/flows', '/outside', undefined],
];

test.each(cases)('%s goes to %s', (url, target, tenantSegment) => {
  expect(requestTarget(url, '')).toEqual({ url: target, tenantSegment });
});

test('no address of an operation reads as one of a tenant', () => {
  const misread = allRoutes().filter(({ path }) => requestTarget(`/api/v1${path}`, '').tenantSegment !== undefined);

  expect(misread.map(({ path }) => path)).toEqual([]);
});

test('with a context path only what lies below it is served', () => {
  expect(requestTarget('/kestra/api/v1/dev/flows', '/kestra')).toEqual({ url: '/tenant/flows', tenantSegment: 'dev' });
  expect(requestTarget('/kestra', '/kestra').url).toBe('/web/');
  expect(requestTarget('/kestra?x=1', '/kestra').url).toBe('/web/?x=1');
  expect(requestTarget('/kestrax/api/v1/flows', '/kestra').url).toBe('/outside');
  expect(requestTarget('/api/v1/flows', '/kestra').url).toBe('/outside');
});
