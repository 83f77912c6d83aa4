/** A secret that a run has used is shown nowhere, in whatever form it is written, and lies nowhere in the clear. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aFlow, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
});

const yaml = { 'content-type': 'application/x-yaml' };
const commands = 'io.kestra.plugin.scripts.shell.Commands';
const secret = 'p@ss "word"/ü+canary-7';
const forms = [
  secret,
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('base64url'),
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
];

/** Prints every form, and the secret once more in two pieces with a pause between them. */
const printer = `
const value = process.env.VALUE;
const bytes = Buffer.from(value);
for (const text of [value, bytes.toString('base64'), bytes.toString('base64url'), encodeURIComponent(value), JSON.stringify(value)])
  console.log('form ' + text);
console.error('broken ' + value);
process.stdout.write('piece ' + value.slice(0, 8));
setTimeout(() => console.log(value.slice(8)), 50);
`;

test('in logs, labels, errors and lists, raw, in base64, as part of an address and as JSON', async () => {
  const tenant = await server.newTenant();
  await server.call('PUT', '/namespaces/company/secrets', { tenant, body: { key: 'CANARY', value: secret } });
  const flow = aFlow({
    id: 'leaks',
    namespace: 'company',
    tasks: [
      {
        id: 'print',
        type: commands,
        env: { VALUE: "{{ secret('CANARY') }}", PRINTER: printer, NODE: process.execPath },
        commands: ['"$NODE" -e "$PRINTER"'],
      },
      { id: 'say', type: 'io.kestra.plugin.core.log.Log', message: "said {{ secret('CANARY') | base64encode }}" },
      {
        id: 'label',
        type: 'io.kestra.plugin.core.execution.Labels',
        labels: { leaked: "{{ secret('CANARY') }}" },
      },
      {
        id: 'fail',
        type: 'io.kestra.plugin.core.execution.Fail',
        errorMessage: "failed with {{ secret('CANARY') }}",
      },
    ],
  });
  await server.call('POST', '/flows', { tenant, body: flow, headers: yaml });

  const { id, state, labels, taskRunList } = await server.call('POST', '/executions/company/leaks?wait=true', {
    tenant,
    body: new FormData(),
  });

  expect(state.current).toBe('FAILED');
  expect(labels).toContainEqual({ key: 'leaked', value: '********' });
  const lines: { message: string }[] = await server.call('GET', `/logs/${id}`, { tenant });
  const shown = lines.map(({ message }) => message);
  expect(shown.filter((line) => /^form "?\*{8}"?$/.test(line))).toHaveLength(5);
  expect(shown).toEqual(expect.arrayContaining(['broken ********', 'piece ********', 'said ********']));
  const addresses = [
    `/executions/${id}`,
    '/executions/search?page=1&size=10',
    '/executions/export/by-query/csv?filters[namespace][EQUALS]=company',
    `/executions/${id}/graph`,
    `/logs/${id}`,
    `/logs/${id}/download`,
    '/logs/search?page=1&size=100',
    ...taskRunList.map((taskRun: { id: string }) => `/outputs/${id}/${taskRun.id}`),
    `/outputs/${id}`,
    '/flows/company/leaks?source=true',
    '/namespaces/company/inherited-secrets',
    '/secrets',
    '/auditlogs/search?page=1&size=100',
  ];
  for (const address of addresses) {
    const { status, text } = await server.request('GET', address, { tenant });
    expect(status, address).toBe(200);
    for (const form of forms) expect(text.includes(form), `${address} shows ${form}`).toBe(false);
  }
});

test('in no file of the data directory, neither the store nor the storage', async () => {
  const files = await readdir(server.dataDirectory, { recursive: true, withFileTypes: true });
  const contents = await Promise.all(
    files
      .filter((entry) => entry.isFile())
      .map(async (entry) => ({
        name: join(entry.parentPath, entry.name),
        bytes: await readFile(join(entry.parentPath, entry.name)),
      })),
  );

  expect(contents.length).toBeGreaterThan(1);
  for (const { name, bytes } of contents)
    for (const form of forms) expect(bytes.includes(form), `${name} holds ${form}`).toBe(false);
});

test('too short a value would hide innocent text, and is refused', async () => {
  const tenant = await server.newTenant();

  const reply = await server.request('PUT', '/namespaces/company/secrets', {
    tenant,
    body: { key: 'SHORT', value: 'abc' },
  });

  expect(reply.status).toBe(422);
});
