/** Labels are in an index: what is too long for it is refused before it reaches the database. */
import { randomBytes } from 'node:crypto';
import { aFlow, startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Nothing makes it shorter. */
const value = randomBytes(3_000).toString('base64');
const sentence = "Label 'long' has 4004 bytes, key and value together: at most 2000 are kept";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('a Labels task that sets a label which is too long fails, and says so', async () => {
  const task = { id: 'label', type: 'io.kestra.plugin.core.execution.Labels', labels: { long: value } };
  await server.call('POST', '/flows', { body: aFlow({ id: 'labels', tasks: [task] }) });

  const execution = await server.call('POST', '/executions/company.team/labels?wait=true');

  expect(execution.state.current).toBe('FAILED');
  const lines = await server.call('GET', `/logs/${execution.id}?minLevel=ERROR`);
  expect(lines.map(({ message }: { readonly message: string }) => message)).toContain(sentence);
});

test('a label that is too long is refused where a flow, a caller or a person gives it', async () => {
  await server.call('POST', '/flows', { body: aFlow({ id: 'plain' }) });
  const { id } = await server.call('POST', '/executions/company.team/plain?wait=true');

  const refused = await Promise.all([
    server.request('POST', '/flows', { body: aFlow({ id: 'long', labels: { long: value } }) }),
    server.request('POST', `/executions/company.team/plain?labels=long:${encodeURIComponent(value)}`),
    server.request('POST', `/executions/${id}/labels`, { body: [{ key: 'long', value }] }),
  ]);

  expect(refused.map(({ status }) => status)).toEqual([422, 422, 422]);
  for (const { text } of refused) expect(text).toContain(sentence);
});
