import { expect, test } from 'vitest';
import { switchPath } from './switch-path.ts';

const everything = { can: () => true };

test.each([
  ['/prod/executions/company.team/hello/2xY', 'prod', 'dev', '/dev/executions'],
  ['/flows/edit/company.team/hello/edit', undefined, 'dev', '/dev/flows'],
  ['/dev/roles', 'dev', undefined, '/roles'],
  ['/dev/plugins/io.kestra.plugin.core.log.Log', 'dev', 'prod', '/prod/plugins'],
  ['/dev/settings', 'dev', 'prod', '/prod/settings'],
  ['/instance/tenants', undefined, 'dev', '/dev/'],
  ['/dev', 'dev', undefined, '/'],
])('from %s of %s to %s leads to %s', (pathname, from, to, path) => {
  expect(switchPath(pathname, from, to, everything)).toBe(path);
});

test('a page that is not permitted there gives way to the home of the tenant', () => {
  const viewer = { can: (permission: string) => permission === 'FLOW:VIEW' };

  expect(switchPath('/dev/roles', 'dev', 'prod', viewer)).toBe('/prod/');
  expect(switchPath('/dev/flows', 'dev', 'prod', viewer)).toBe('/prod/flows');
});
