/** A secret that a run has used is shown nowhere, in whatever form it is written, and lies nowhere in the clear. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aFlow, eventually, startServer, type TestServer } from '@windhover/testing';
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

/** Two, one with the secret as its name, one with it as a tag. */
const named = (name: string, tag: string): string => `{"type":"counter","value":1,"name":${name},"tags":{"of":${tag}}}`;
const quoted = "{{ secret('CANARY') | toJson }}";
const metrics = `::{"metrics":[${named(quoted, '"x"')},${named('"said"', quoted)}]}::`;

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
      {
        id: 'measure',
        type: commands,
        env: { LINE: metrics },
        commands: ['printf "%s\\n" "$LINE"'],
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
  const { results } = await server.call('GET', `/metrics/${id}`, { tenant });
  expect(results.map(({ name, tags }: { name: string; tags: { of: string } }) => [name, tags.of]).toSorted()).toEqual([
    ['********', 'x'],
    ['said', '********'],
  ]);
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
    `/metrics/${id}`,
    '/metrics/names/company/leaks',
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

test('in outputs, variables, values of iterations and inputs of subflows, while the tasks behind get what it is', async () => {
  const tenant = await server.newTenant();
  await server.call('PUT', '/namespaces/company/secrets', { tenant, body: { key: 'CANARY', value: secret } });
  const put = (body: object) => server.call('POST', '/flows', { tenant, body: JSON.stringify(body), headers: yaml });
  const returns = 'io.kestra.plugin.core.debug.Return';
  const length = String(secret.length);
  await put({
    id: 'child',
    namespace: 'company',
    inputs: [{ id: 'given', type: 'STRING' }],
    tasks: [{ id: 'measure', type: returns, format: '{{ inputs.given | length }}' }],
    outputs: [
      { id: 'size', type: 'STRING', value: '{{ outputs.measure.value }}' },
      { id: 'back', type: 'STRING', value: '{{ inputs.given }}' },
    ],
  });
  await put({
    id: 'outputs',
    namespace: 'company',
    inputs: [{ id: 'pin', type: 'SECRET' }],
    outputs: [{ id: 'whole', type: 'STRING', value: "{{ 'at the end ' ~ outputs.take.value }}" }],
    tasks: [
      { id: 'take', type: returns, format: "{{ secret('CANARY') }}" },
      { id: 'pinned', type: returns, format: 'pin {{ inputs.pin }}' },
      { id: 'pin', type: returns, format: '{{ outputs.pinned.value | length }}' },
      { id: 'size', type: returns, format: '{{ outputs.take.value | length }}' },
      {
        id: 'keep',
        type: 'io.kestra.plugin.core.execution.SetVariables',
        variables: { kept: '{{ outputs.take.value }}' },
      },
      {
        id: 'run',
        type: commands,
        env: { VALUE: '{{ vars.kept ?? outputs.take.value }}' },
        commands: [`printf '::{"outputs":{"copy":"%s"}}::\\n' "$(printf %s "$VALUE" | base64 -w0)"`],
      },
      {
        id: 'each',
        type: 'io.kestra.plugin.core.flow.ForEach',
        values: '{{ [outputs.take.value] }}',
        tasks: [{ id: 'inner', type: returns, format: '{{ taskrun.value | length }}' }],
      },
      {
        id: 'sub',
        type: 'io.kestra.plugin.core.flow.Subflow',
        namespace: 'company',
        flowId: 'child',
        wait: true,
        inputs: { given: '{{ outputs.take.value }}' },
      },
      { id: 'again', type: returns, format: '{{ outputs.sub.outputs.back | length }}' },
    ],
  });
  const form = new FormData();
  form.set('pin', 'pin-4711-of-jane');

  const made = await server.request('POST', '/executions/company/outputs?wait=true', { tenant, body: form });

  const { id, state, taskRunList } = made.json;
  expect(state.current).toBe('SUCCESS');
  const outputsOf = async (taskId: string) => {
    const taskRun = taskRunList.find((each: { taskId: string }) => each.taskId === taskId);
    return server.call('GET', `/outputs/${id}/${taskRun.id}`, { tenant });
  };
  expect(await outputsOf('take')).toEqual({ value: '********' });
  expect(await outputsOf('pinned')).toEqual({ value: 'pin ********' });
  expect(await outputsOf('pin')).toEqual({ value: '20' });
  for (const taskId of ['size', 'inner', 'again']) expect(await outputsOf(taskId), taskId).toEqual({ value: length });
  expect((await outputsOf('run')).vars).toMatchObject({ copy: '********' });
  expect((await outputsOf('sub')).outputs).toEqual({ size: length, back: '********' });
  const shown = await server.call('GET', `/executions/${id}`, { tenant });
  expect(shown.outputs).toEqual({ whole: 'at the end ********' });
  expect(shown.variables).toEqual({ kept: '********' });
  const { results } = await server.call('GET', '/executions/search?filters[flowId][EQUALS]=child', { tenant });
  expect(results.map(({ inputs }: { inputs: object }) => inputs)).toEqual([{ given: '********' }]);
  const evaluated = await server.request('POST', `/executions/${id}/actions/eval`, {
    tenant,
    headers: { 'content-type': 'text/plain' },
    body: "{{ outputs.take.value }} {{ outputs.size.value }} {{ secret('CANARY') }}",
  });
  expect(evaluated.json).toEqual({ result: `******** ${length} ********` });
  const addresses = [
    `/executions/${id}`,
    `/executions/${id}/follow`,
    `/executions/${id}/graph`,
    '/executions/search?page=1&size=10',
    `/outputs/${id}`,
    ...taskRunList.map((taskRun: { id: string }) => `/outputs/${id}/${taskRun.id}`),
    `/executions/${results[0].id}`,
  ];
  const texts = await Promise.all(addresses.map(async (path) => (await server.request('GET', path, { tenant })).text));
  for (const [index, text] of [...texts, made.text].entries())
    for (const form of [...forms, 'pin-4711-of-jane'])
      expect(text.includes(form), `${addresses[index] ?? 'the reply'} shows ${form}`).toBe(false);
});

test('in outputs of the type SECRET, whatever they hold, while the flow that called gets what it is', async () => {
  const tenant = await server.newTenant();
  const put = (body: object) => server.call('POST', '/flows', { tenant, body: JSON.stringify(body), headers: yaml });
  const returns = 'io.kestra.plugin.core.debug.Return';
  await put({
    id: 'maker',
    namespace: 'company',
    tasks: [{ id: 'make', type: returns, format: '{{ 4000 + 711 }}' }],
    outputs: [
      { id: 'token', type: 'SECRET', value: 'token-{{ outputs.make.value }}-canary' },
      { id: 'pin', type: 'SECRET', value: '{{ 500 + 5 }}' },
      { id: 'plain', type: 'STRING', value: 'x' },
    ],
  });
  await put({
    id: 'caller',
    namespace: 'company',
    tasks: [
      { id: 'sub', type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'company', flowId: 'maker', wait: true },
      { id: 'size', type: returns, format: '{{ outputs.sub.outputs.token | length }}' },
    ],
  });

  const { id, state, taskRunList } = await server.call('POST', '/executions/company/caller?wait=true', {
    tenant,
    body: new FormData(),
  });

  expect(state.current).toBe('SUCCESS');
  expect(taskRunList[1].outputs).toEqual({ value: String('token-4711-canary'.length) });
  const { results } = await server.call('GET', '/executions/search?filters[flowId][EQUALS]=maker', { tenant });
  const made = await server.call('GET', `/executions/${results[0].id}`, { tenant });
  expect(made.outputs).toEqual({ token: '********', pin: '********', plain: 'x' });
  for (const address of [`/executions/${id}`, `/outputs/${id}/${taskRunList[0].id}`]) {
    const { text } = await server.request('GET', address, { tenant });
    expect(text.includes('token-4711-canary'), address).toBe(false);
  }
});

test('in what a trigger says of inputs that it cannot render, and in the labels that it gives', async () => {
  const tenant = await server.newTenant();
  await server.call('PUT', '/namespaces/company/secrets', { tenant, body: { key: 'CANARY', value: secret } });
  const hook = 'io.kestra.plugin.core.trigger.Webhook';
  const labels = { leaked: "of {{ secret('CANARY') }}" };
  const triggers = [
    { id: 'broken', type: hook, key: 'broken-key-of-16', inputs: { x: "{{ secret('CANARY') | number }}" }, labels },
    { id: 'cut', type: hook, key: 'cut-key-of-16-ch', inputs: { x: "{{ fromJson(secret('CANARY')) }}" }, labels },
    { id: 'wrong', type: hook, key: 'wrong-key-of-16c', inputs: { n: "{{ secret('CANARY') }}" }, labels },
  ];
  const inputs = [
    { id: 'x', type: 'STRING', required: false },
    { id: 'n', type: 'INT', required: false },
  ];
  await server.call('POST', '/flows', {
    tenant,
    body: aFlow({ id: 'hooked', namespace: 'company', inputs, triggers }),
  });

  for (const key of ['broken-key-of-16', 'cut-key-of-16-ch', 'wrong-key-of-16c']) {
    const { id } = await server.call('POST', `/executions/webhook/company/hooked/${key}`, { tenant });
    await eventually(async () => {
      const execution = await server.call('GET', `/executions/${id}`, { tenant });
      expect(execution.state.current).toBe('FAILED');
      expect(execution.labels).toContainEqual({ key: 'leaked', value: 'of ********' });
    });

    const lines: { message: string }[] = await server.call('GET', `/logs/${id}`, { tenant });
    const text = lines.map(({ message }) => message).join('\n');
    expect(text).toMatch(/\*{8}|found 'p' at character 1/);
    for (const form of forms) expect(text).not.toContain(form.slice(0, 8));
  }
});

test('in outputs that are kept for later runs, and in the files that subflows of a list leave', async () => {
  const tenant = await server.newTenant();
  await server.call('PUT', '/namespaces/company/secrets', { tenant, body: { key: 'CANARY', value: secret } });
  const core = 'io.kestra.plugin.core';
  const take = { id: 'take', type: `${core}.debug.Return`, format: "{{ secret('CANARY') }}" };
  const say = { id: 'say', type: `${core}.log.Log`, message: 'of {{ outputs.take.value | length }}' };
  const cached = aFlow({ id: 'cached', namespace: 'company', tasks: [{ ...take, taskCache: { enabled: true } }, say] });
  const outputs = [{ id: 'told', type: 'STRING', value: '{{ outputs.take.value }}' }];
  const child = aFlow({ id: 'item', namespace: 'company', tasks: [take], outputs });
  const write = { id: 'write', type: `${core}.storage.Write`, content: 'one\n' };
  const items = '{{ outputs.write.uri }}';
  const each = { id: 'each', type: `${core}.flow.ForEachItem`, items, namespace: 'company', flowId: 'item' };
  const merged = '{{ read(outputs.each_merge.subflowOutputs) | length }}';
  const list = aFlow({ id: 'list', namespace: 'company', tasks: [write, each, { ...say, message: merged }] });
  for (const body of [cached, child, list]) await server.call('POST', '/flows', { tenant, body });
  const run = (id: string) =>
    server.call('POST', `/executions/company/${id}?wait=true`, { tenant, body: new FormData() });

  const ends = [await run('cached'), await run('cached'), await run('list')];

  for (const { id, state } of ends) {
    expect(state.current).toBe('SUCCESS');
    const { text } = await server.request('GET', `/executions/${id}`, { tenant });
    for (const form of forms) expect(text).not.toContain(form);
  }
  const lines: { message: string }[] = await server.call('GET', `/logs/${ends[1].id}`, { tenant });
  const messages = lines.map(({ message }) => message);
  expect(messages).toContain(`of ${secret.length}`);
  expect(messages).toContainEqual(expect.stringContaining("from the task's cache"));
});

test('in inputs that a flow gives itself, by its defaults, its triggers and where it waits', async () => {
  const tenant = await server.newTenant();
  await server.call('PUT', '/namespaces/company/secrets', { tenant, body: { key: 'CANARY', value: secret } });
  const given = { id: 'given', type: 'STRING', defaults: "{{ secret('CANARY') }}" };
  const say = (input: string) => ({
    id: 'say',
    type: 'io.kestra.plugin.core.log.Log',
    message: `said {{ ${input} }} of {{ ${input} | length }}`,
  });
  const hook = { type: 'io.kestra.plugin.core.trigger.Webhook', wait: true };
  const inputs = { told: "{{ secret('CANARY') }}" };
  const flows = [
    { id: 'defaults', inputs: [given], tasks: [say('inputs.given')] },
    {
      id: 'told',
      inputs: [{ id: 'told', type: 'STRING' }],
      tasks: [say('inputs.told')],
      triggers: [{ id: 'hook', key: 'key-of-sixteen-characters', inputs, ...hook }],
    },
    {
      id: 'waits',
      tasks: [
        { id: 'wait', type: 'io.kestra.plugin.core.flow.Pause', onResume: [given] },
        say('outputs.wait.onResume.given'),
      ],
    },
    { id: 'wrong', inputs: [{ ...given, type: 'INT' }], tasks: [say('inputs.given')] },
  ];
  for (const flow of flows)
    await server.call('POST', '/flows', { tenant, body: aFlow({ namespace: 'company', ...flow }) });
  const send = (path: string, as?: null) =>
    server.request('POST', `/executions${path}`, { tenant, body: new FormData(), ...(as === null && { as }) });
  const isPaused = (id: string) =>
    eventually(async () => {
      const { state } = await server.call('GET', `/executions/${id}`, { tenant });
      expect(state.current).toBe('PAUSED');
    });

  const waiting = (await send('/company/waits')).json.id;
  await isPaused(waiting);
  const replies = [
    await send('/company/defaults/validate'),
    await send('/company/wrong'),
    await send('/company/defaults?wait=true'),
    await send('/webhook/company/told/key-of-sixteen-characters', null),
    await send(`/${waiting}/actions/resume/validate`),
    await send(`/${waiting}/actions/resume`),
  ];

  expect(replies.map(({ status }) => status)).toEqual([200, 422, 200, 200, 200, 200]);
  expect(replies[0]!.json.inputs[0].value).toBe('********');
  const line = `said ******** of ${secret.length}`;
  for (const id of [replies[2]!.json.id, replies[3]!.json.id, waiting]) {
    await eventually(async () => {
      const lines: { message: string }[] = await server.call('GET', `/logs/${id}`, { tenant });
      expect(lines.map(({ message }) => message)).toContain(line);
    });
    replies.push(await server.request('GET', `/executions/${id}`, { tenant }));
  }
  for (const { text } of replies) for (const form of forms) expect(text).not.toContain(form);
});

test('a replay works with what its original was told', async () => {
  const tenant = await server.newTenant();
  await server.call('PUT', '/namespaces/company/secrets', { tenant, body: { key: 'CANARY', value: secret } });
  const returns = 'io.kestra.plugin.core.debug.Return';
  const flow = aFlow({
    id: 'again',
    namespace: 'company',
    tasks: [
      { id: 'take', type: returns, format: "{{ secret('CANARY') }}" },
      { id: 'size', type: returns, format: '{{ outputs.take.value | length }}' },
    ],
  });
  await server.call('POST', '/flows', { tenant, body: flow, headers: yaml });
  const first = await server.call('POST', '/executions/company/again?wait=true', { tenant, body: new FormData() });
  await server.call('DELETE', '/namespaces/company/secrets/CANARY', { tenant });

  const from = first.taskRunList[1].id;
  const { id } = await server.call('POST', `/executions/${first.id}/actions/replay?taskRunId=${from}`, { tenant });

  const ended = await eventually(async () => {
    const found = await server.call('GET', `/executions/${id}`, { tenant });
    expect(found.state.current).toBe('SUCCESS');
    return found;
  });
  const [take, size] = await Promise.all(
    ended.taskRunList.map((taskRun: { id: string }) => server.call('GET', `/outputs/${id}/${taskRun.id}`, { tenant })),
  );
  expect([take, size]).toEqual([{ value: '********' }, { value: String(secret.length) }]);
});

test('a run that goes on after a restart still knows them, and so do the iterations of its Loops', async () => {
  const first = await startServer({ kind: 'process' });
  await first.call('PUT', '/namespaces/company/secrets', { body: { key: 'CANARY', value: secret } });
  const returns = 'io.kestra.plugin.core.debug.Return';
  const flow = aFlow({
    id: 'later',
    namespace: 'company',
    tasks: [
      { id: 'take', type: returns, format: "{{ secret('CANARY') }}" },
      { id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' },
      { id: 'size', type: returns, format: '{{ outputs.take.value | length }}' },
      {
        id: 'loop',
        type: 'io.kestra.plugin.core.flow.Loop',
        values: '{{ [outputs.take.value] }}',
        tasks: [{ id: 'inner', type: returns, format: '{{ item.value == outputs.take.value }} {{ item.value }}' }],
        outputs: [{ id: 'made', type: 'STRING', value: '{{ outputs.inner.value }}' }],
      },
      { id: 'known', type: returns, format: "{{ loopOutputs(outputs.loop.outputs, 'made')[0] | length }}" },
    ],
  });
  await first.call('POST', '/flows', { body: flow, headers: yaml });
  const { id } = await first.call('POST', '/executions/company/later', { body: new FormData() });
  const until = (server: TestServer, state: string) =>
    eventually(async () => {
      const found = await server.request('GET', `/executions/${id}`);
      expect(found.json.state.current).toBe(state);
      return found;
    });
  await until(first, 'PAUSED');
  await first.kill9();
  const second = await startServer({ kind: 'process', dataDirectory: first.dataDirectory });

  await second.call('POST', `/executions/${id}/actions/resume`);

  const { json, text } = await until(second, 'SUCCESS');
  const valueOf = (taskId: string): unknown =>
    json.taskRunList.find((each: { taskId: string }) => each.taskId === taskId).outputs.value;
  expect([valueOf('take'), valueOf('size'), valueOf('known')]).toEqual([
    '********',
    String(secret.length),
    String('true '.length + secret.length),
  ]);
  const iterations = await second.request('GET', '/executions/search?filters[kind][EQUALS]=LOOP');
  expect(iterations.json.results[0].outputs).toEqual({ made: 'true ********' });
  for (const form of forms)
    expect(
      [text, iterations.text].some((shown) => shown.includes(form)),
      form,
    ).toBe(false);
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
