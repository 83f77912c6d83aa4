import { expect, test } from 'vitest';
import { switchPath } from './switch-path.ts';

test.each([
  ['/prod/executions/company.team/hello/2xY', 'prod', 'dev', '/dev/executions'],
  ['/flows/edit/company.team/hello/edit', undefined, 'dev', '/dev/flows'],
  ['/dev/roles', 'dev', undefined, '/roles'],
  ['/instance/tenants', undefined, 'dev', '/dev/'],
  ['/dev', 'dev', undefined, '/'],
])('from %s of %s to %s leads to %s', (pathname, from, to, path) => {
  expect(switchPath(pathname, from, to)).toBe(path);
});
