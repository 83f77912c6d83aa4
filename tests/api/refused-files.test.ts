/** Files that come with a start are kept for an execution, and for nothing else. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { aFlow, returnTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';

let server: TestServer;
let tenant: string;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  return () => server.stop();
});
beforeEach(async () => {
  tenant = await server.newTenant();
  const inputs = [
    { id: 'data', type: 'FILE' },
    { id: 'count', type: 'INT' },
  ];
  const checks = [{ condition: '{{ inputs.count < 5 }}', message: 'too many', behavior: 'BLOCK_EXECUTION' }];
  await server.call('POST', '/flows', {
    tenant,
    body: aFlow({ id: 'asks', namespace: 'team', inputs, checks, tasks: [returnTask('')] }),
  });
});

function start(count: string, headers: Record<string, string> = {}) {
  return server.request('POST', '/executions/team/asks?wait=true', { tenant, body: aForm(count), headers });
}

function aForm(count: string): FormData {
  const form = new FormData();
  form.append('data', new Blob(['some data']), 'data.csv');
  form.append('count', count);
  return form;
}

async function stored(): Promise<readonly string[]> {
  const entries = await readdir(server.dataDirectory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.filter((path) => path.includes(`/${tenant}/`) && path.includes('/executions/'));
}

test('not with inputs that are refused', async () => {
  expect((await start('many')).status).toBe(422);
  expect(await stored()).toEqual([]);
});

test('not when a check forbids the start', async () => {
  expect((await start('7')).status).toBe(422);
  expect(await stored()).toEqual([]);
});

test('not when the same start is repeated', async () => {
  const key = { 'idempotency-key': 'once' };
  const [first, again] = [await start('1', key), await start('1', key)];

  expect(again.json.id).toBe(first.json.id);
  expect(await stored()).toEqual([expect.stringContaining(first.json.id)]);
});

test('not of a replay whose inputs are refused', async () => {
  const { id } = (await start('1')).json;
  const path = `/executions/${id}/actions/replay-with-inputs`;

  expect((await server.request('POST', path, { tenant, body: aForm('many') })).status).toBe(422);
  expect(await stored()).toEqual([expect.stringContaining(id)]);
  const { id: copy } = await server.call('POST', path, { tenant, body: aForm('2') });
  expect(await stored()).toContainEqual(expect.stringContaining(copy));
});
