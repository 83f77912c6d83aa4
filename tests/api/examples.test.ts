import { readFileSync } from 'node:fs';
import { startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

test.each([
  ['hello', { greeting: 'Hello World' }],
  ['price-list', undefined],
  ['order-desk', undefined],
  ['build-steps', { package: 'compiled sources, checked sources' }],
  ['nightly-count', undefined],
  ['word-count', undefined],
])('the example %s runs to its end', async (id, outputs) => {
  const source = readFileSync(new URL(`../../examples/${id}.yaml`, import.meta.url), 'utf8');
  await server.call('POST', '/flows', { body: source, headers: { 'content-type': 'application/x-yaml' } });

  const execution = await server.call('POST', `/executions/company.examples/${id}?wait=true`);

  expect(execution.state.current).toBe('SUCCESS');
  expect(execution.outputs).toEqual(outputs);
});
