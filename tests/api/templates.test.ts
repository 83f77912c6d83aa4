/** Templates, where they are enabled: kept by tenants, and taken in by flows. */
import { eventually, startServer, type TestServer } from '@windhover/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit', configuration: { 'kestra.templates.enabled': true } });
});

const log = 'io.kestra.plugin.core.log.Log';
const source = `# a comment
id: greet
namespace: company.team
description: Says something
tasks:
  - id: say
    type: ${log}
    message: "{{ parent.outputs.args['to-say'] }}"
`;

describe('the API', () => {
  test('a template is created, read word for word, changed and deleted', async () => {
    const tenant = await server.newTenant();
    const at = '/templates/company.team/greet';

    const created = await server.call('POST', '/templates', { tenant, body: source });
    const read = await server.call('GET', `${at}?source=true`, { tenant });
    const changed = await server.call('PUT', at, { tenant, body: source.replace('something', 'more') });
    const deleted = await server.request('DELETE', at, { tenant });

    expect(created).toMatchObject({ id: 'greet', namespace: 'company.team', description: 'Says something' });
    expect(created).not.toHaveProperty('source');
    expect(read).toEqual({ ...created, source });
    expect(changed).toMatchObject({ description: 'Says more' });
    expect(deleted.status).toBe(204);
    expect((await server.request('GET', at, { tenant })).status).toBe(404);
    expect((await server.request('PUT', at, { tenant, body: source })).status).toBe(404);
    expect((await server.request('DELETE', at, { tenant })).status).toBe(404);
    expect(await server.call('POST', '/templates', { tenant, body: source })).toEqual(created);
  });

  test('an id is taken once in its namespace, and stays what it is', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/templates', { tenant, body: source });

    const twice = await server.request('POST', '/templates', { tenant, body: source });
    const renamed = await server.request('PUT', '/templates/company.team/greet', {
      tenant,
      body: source.replace('id: greet', 'id: other').replace('company.team', 'company'),
    });

    expect([twice.status, twice.json.message]).toEqual([
      422,
      expect.stringContaining('id: Template id already exists'),
    ]);
    expect(renamed.status).toBe(422);
    expect(renamed.json.message).toContain('Illegal template id update');
    expect(renamed.json.message).toContain('Illegal namespace update');
  });

  test('the templates of a namespace are saved at once, all or none, and others deleted unless told otherwise', async () => {
    const tenant = await server.newTenant();
    const named = (id: string, namespace = 'company.team') =>
      source.replace('greet', id).replace('company.team', namespace);
    const save = (query: string, ...documents: readonly string[]) =>
      server.request('POST', `/templates/company.team${query}`, { tenant, body: documents.join('---\n') });
    const ids = async () => (await server.call('GET', '/templates/search', { tenant })).results.map(idOf);
    await server.call('POST', '/templates', { tenant, body: named('elsewhere', 'company') });

    const first = await save('', named('one'), named('two'));
    const refused = await save('', named('three'), named('three'), named('four', 'other'), 'id: broken\n');
    const kept = await save('?delete=false', named('three'));

    expect(first.json.map(idOf)).toEqual(['one', 'two']);
    expect(refused.status).toBe(422);
    for (const message of [
      "Document 2: the template 'company.team.three' comes twice",
      "Document 3: the template 'four' is of the namespace 'other' and not of 'company.team'",
      'Document 4: ',
    ])
      expect(refused.json.message).toContain(message);
    expect(kept.status).toBe(200);
    expect(await ids()).toEqual(['elsewhere', 'one', 'three', 'two']);
    await save('', named('two'));
    expect(await ids()).toEqual(['elsewhere', 'two']);
  });

  test('who may not delete templates may save those of a namespace only beside the others', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/namespaces', { tenant, body: { id: 'company.team', deleted: false } });
    await server.call('POST', '/templates', { tenant, body: source });
    const writer = await newMember(tenant, 'company', ['VIEW', 'LIST', 'CREATE', 'UPDATE']);
    const [body, as] = [source.replace('greet', 'other'), writer];

    const replaced = await server.request('POST', '/templates/company.team', { tenant, as, body });
    const elsewhere = await server.request('POST', '/templates/other?delete=false', { tenant, as, body });
    const added = await server.request('POST', '/templates/company.team?delete=false', { tenant, as, body });

    expect([replaced.status, elsewhere.status, added.status]).toEqual([403, 403, 200]);
    expect((await server.call('GET', '/templates/search', { tenant })).results.map(idOf)).toEqual(['greet', 'other']);
  });

  test('what is wrong with a template is said before and when it is saved', async () => {
    const tenant = await server.newTenant();
    const broken = `id: broken\nnamespace: company\ninputs: []\ntasks:\n  - id: a\n    type: ${log}\n    message: x\n  - id: a\n    type: nothing\n`;

    const validated = await server.call('POST', '/templates/validate', { tenant, body: `${source}---\n${broken}` });
    const saved = await server.request('POST', '/templates', { tenant, body: broken });

    expect(validated).toMatchObject([
      { index: 0, namespace: 'company.team', flow: 'greet' },
      { index: 1, namespace: 'company', flow: 'broken' },
    ]);
    expect(validated[0]).not.toHaveProperty('constraints');
    expect(saved.status).toBe(422);
    for (const message of ['Invalid type: nothing', 'Duplicate task id with name [a]', 'Unrecognized field "inputs"']) {
      expect(validated[1].constraints).toContain(message);
      expect(saved.json.message).toContain(message);
    }
  });

  test('lists show the templates and namespaces that the caller may see', async () => {
    const tenant = await server.newTenant();
    for (const [namespace, id] of [
      ['company', 'one'],
      ['company.team', 'two'],
      ['other', 'three'],
    ])
      await server.call('POST', '/templates', {
        tenant,
        body: source.replace('company.team', namespace!).replace('greet', id!),
      });
    const viewer = await newViewer(tenant, 'company');

    const all = await server.call('GET', '/templates/search?size=2&sort=id:asc', { tenant });
    const found = await server.call('GET', '/templates/search?q=TWO&namespace=company', { tenant });
    const seen = await server.call('GET', '/templates/search', { tenant, as: viewer });
    const namespaces = await server.call('GET', '/templates/distinct-namespaces', { tenant, as: viewer });

    expect([all.results.map(idOf), all.total]).toEqual([['one', 'three'], 3]);
    expect(found.results.map(idOf)).toEqual(['two']);
    expect(seen.results.map(idOf)).toEqual(['one', 'two']);
    expect(namespaces).toEqual(['company', 'company.team']);
    expect((await server.request('GET', '/templates/other/three', { tenant, as: viewer })).status).toBe(404);
    expect((await server.request('DELETE', '/templates/company/one', { tenant, as: viewer })).status).toBe(403);
  });

  test('each change is in the audit log, with what it was before', async () => {
    const tenant = await server.newTenant();
    const at = '/templates/company.team/greet';
    await server.call('POST', '/templates', { tenant, body: source });
    await server.call('PUT', at, { tenant, body: source });
    await server.call('PUT', at, { tenant, body: source.replace('something', 'more') });
    await server.call('DELETE', at, { tenant });

    const { results } = await server.call('GET', '/auditlogs/search?filters[resources][EQUALS]=TEMPLATE', { tenant });

    const entries = results.map(({ auditLog }: Entry) => auditLog);
    expect(entries.map(({ type }: { type: string }) => type)).toEqual(['DELETE', 'UPDATE', 'CREATE']);
    expect(entries[1].detail).toMatchObject({ namespace: 'company.team', templateId: 'greet', revision: 2 });
  });

  test('where namespaces must exist before, none is made by templates, one or many', async () => {
    const tenant = await server.newTenant();
    await server.call('PUT', `/tenants/${tenant}`, {
      body: { id: tenant, name: tenant, requireExistingNamespace: true },
    });

    const one = await server.request('POST', '/templates', { tenant, body: source });
    const many = await server.request('POST', '/templates/company.team', { tenant, body: source });

    for (const { status, json } of [one, many]) {
      expect(status).toBe(422);
      expect(json.message).toContain("Namespace 'company.team' does not exist but is required to exist");
    }
    expect((await server.call('GET', '/templates/search', { tenant })).total).toBe(0);
    await server.call('POST', '/namespaces', { tenant, body: { id: 'company.team' } });
    expect(await server.call('POST', '/templates/company.team', { tenant, body: source })).toHaveLength(1);
  });

  test('many templates are exported and deleted at once, by name all or none', async () => {
    const tenant = await server.newTenant();
    for (const id of ['one', 'two', 'three'])
      await server.call('POST', '/templates', { tenant, body: source.replace('greet', id) });
    const names = (...ids: readonly string[]) => ids.map((id) => ({ namespace: 'company.team', id }));

    const exported = await server.request('POST', '/templates/export/by-ids', { tenant, body: names('one', 'two') });
    const found = await server.request('GET', '/templates/export/by-query?q=three', { tenant });
    const refused = await server.request('DELETE', '/templates/delete/by-ids', { tenant, body: names('one', 'four') });
    const byName = await server.call('DELETE', '/templates/delete/by-ids', { tenant, body: names('one', 'two') });
    const byQuery = await server.call('DELETE', '/templates/delete/by-query?filters[q][EQUALS]=three', { tenant });

    for (const id of ['one', 'two']) expect(exported.text).toContain(`company.team.${id}.yml`);
    expect(exported.text).not.toContain('three');
    expect(found.text).toContain('company.team.three.yml');
    expect([refused.status, refused.json.message]).toEqual([
      400,
      expect.stringContaining("Not Found: template 'company.team.four'"),
    ]);
    expect([byName, byQuery]).toEqual([{ count: 2 }, { count: 1 }]);
    expect((await server.call('GET', '/templates/search', { tenant })).total).toBe(0);
  });
});

describe('in flows', () => {
  test('the tasks of a template run in its place, with its arguments and the defaults of the flow', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/templates', {
      tenant,
      body: `${source}${echo('repeat', "{{ outputs.call.args['to-say'] }}")}`,
    });
    const flow = `id: calls
namespace: company
inputs:
  - id: name
    type: STRING
    defaults: world
tasks:
${call('call', 'company.team', 'greet')}
    args:
      to-say: "hello {{ inputs.name }}"
${echo('last', '{{ outputs.repeat.value }}, {{ outputs.call.args }}')}
pluginDefaults:
  - type: ${log}
    values:
      level: WARN
`;

    const execution = await run(tenant, flow);

    expect(statesOf(execution)).toEqual({ call: 'SUCCESS', say: 'SUCCESS', repeat: 'SUCCESS', last: 'SUCCESS' });
    const [template, say, , last] = execution.taskRunList;
    expect(say.parentTaskRunId).toBe(template.id);
    expect(last.outputs.value).toBe('hello world, {"to-say":"hello world"}');
    expect(await logsOf(tenant, execution)).toContain('WARN hello world');
  });

  test('the error handler of a template runs when a task of it has failed', async () => {
    const tenant = await server.newTenant();
    const failing = `id: fails
namespace: company
tasks:
  - id: break
    type: io.kestra.plugin.core.execution.Fail
errors:
${echo('handle', 'handled')}
`;
    await server.call('POST', '/templates', { tenant, body: failing });

    const execution = await run(tenant, `id: calls\nnamespace: company\ntasks:\n${call('call', 'company', 'fails')}\n`);

    expect(execution.state.current).toBe('FAILED');
    expect(statesOf(execution)).toEqual({ call: 'FAILED', break: 'FAILED', handle: 'SUCCESS' });
  });

  test('an execution keeps the template that it began with, also over a restart of the server', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'templates-'));
    onTestFinished(() => rm(dataDirectory, { recursive: true }));
    const start = () => startServer({ dataDirectory, configuration: { 'kestra.templates.enabled': true } });
    const first = await start();
    const at = { tenant: 'main' };
    await first.call('POST', '/templates', { ...at, body: saying('before') });
    const flow = `id: calls
namespace: company
tasks:
  - id: wait
    type: io.kestra.plugin.core.flow.Pause
${call('call', 'company', 'says')}
`;
    await first.call('POST', '/flows', { ...at, body: flow });
    const { id } = await first.call('POST', '/executions/company/calls', at);
    await eventually(async () =>
      expect((await first.call('GET', `/executions/${id}`, at)).state.current).toBe('PAUSED'),
    );

    await first.call('PUT', '/templates/company/says', { ...at, body: saying('after') });
    await first.stop();
    const second = await start();
    await second.call('POST', `/executions/${id}/resume`, at);

    await eventually(async () =>
      expect((await second.call('GET', `/executions/${id}`, at)).state.current).toBe('SUCCESS'),
    );
    const valueOf = async (executionId: string) =>
      (await second.call('GET', `/executions/${executionId}`, at)).taskRunList.at(-1).outputs.value;
    expect(await valueOf(id)).toBe('before');
    await second.call('DELETE', '/templates/company/says', at);
    const replayed = await second.call('POST', `/executions/${id}/replay?taskRunId=${await runOf(second, id)}`, at);
    await eventually(async () => expect(await valueOf(replayed.id)).toBe('before'));
  });

  test('a template that does not exist fails its task; once it does, the newest revision is restarted with it', async () => {
    const tenant = await server.newTenant();
    const flow = `id: calls\nnamespace: company\ntasks:\n${call('call', 'company', 'says')}\n`;
    const [validated] = await server.call('POST', '/flows/validate', { tenant, body: flow });

    const execution = await run(tenant, flow);
    await server.call('POST', '/templates', { tenant, body: saying('here') });
    const same = await server.call('POST', `/executions/${execution.id}/restart`, { tenant });
    await eventually(async () => expect((await read(tenant, same.id)).state.current).toBe('FAILED'));
    const restarted = await server.call('POST', `/executions/${execution.id}/restart?revision=1`, { tenant });

    expect(validated.constraints).toBeUndefined();
    expect(validated.warnings).toEqual(["call: Can't find flow template 'company.says'"]);
    expect(execution.state.current).toBe('FAILED');
    expect(await logsOf(tenant, execution)).toContain("ERROR Can't find flow template 'company.says'");
    expect(same.id).toBe(execution.id);
    expect(restarted.id).not.toBe(execution.id);
    await eventually(async () => expect((await read(tenant, restarted.id)).state.current).toBe('SUCCESS'));
    expect(statesOf(await read(tenant, restarted.id))).toEqual({ call: 'SUCCESS', say: 'SUCCESS' });
  });

  test('whoever may not see the namespace of a template is not told whether it exists', async () => {
    const tenant = await server.newTenant();
    const viewer = await newViewer(tenant, 'company');
    const warningsOn = async (namespace: string) => {
      const flow = `id: calls\nnamespace: company\ntasks:\n${call('call', namespace, 'nowhere')}\n`;
      return (await server.call('POST', '/flows/validate', { tenant, as: viewer, body: flow }))[0].warnings ?? [];
    };

    expect(await warningsOn('company')).toEqual(["call: Can't find flow template 'company.nowhere'"]);
    expect(await warningsOn('other')).toEqual([]);
  });

  test('templates may take in others, but not themselves', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/templates', { tenant, body: saying('inner') });
    const taking = (id: string, other: string) =>
      `id: ${id}\nnamespace: company\ntasks:\n${call(`${id}-calls`, 'company', other)}\n`;
    for (const body of [taking('outer', 'says'), taking('ring-a', 'ring-b'), taking('ring-b', 'ring-a')])
      await server.call('POST', '/templates', { tenant, body });

    const nested = await run(tenant, `id: nested\nnamespace: company\ntasks:\n${call('call', 'company', 'outer')}\n`);
    const ring = await run(tenant, `id: ring\nnamespace: company\ntasks:\n${call('call', 'company', 'ring-a')}\n`);

    expect(statesOf(nested)).toEqual({ call: 'SUCCESS', 'outer-calls': 'SUCCESS', say: 'SUCCESS' });
    expect(ring.state.current).toBe('FAILED');
    const circle = 'company.ring-a → company.ring-b → company.ring-a';
    expect(await logsOf(tenant, ring)).toContain(`ERROR Template 'company.ring-a' takes itself in: ${circle}`);
  });

  test('a template that brings an id that the flow has already fails its task, and the flow is warned of', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/templates', { tenant, body: saying('x') });
    const flow = `id: twice\nnamespace: company\ntasks:\n${call('one', 'company', 'says')}\n${call('two', 'company', 'says')}\n`;
    const [validated] = await server.call('POST', '/flows/validate', { tenant, body: flow });

    const execution = await run(tenant, flow);

    expect(statesOf(execution)).toEqual({ one: 'SUCCESS', say: 'SUCCESS', two: 'FAILED' });
    const message = "Template 'company.says' brings task ids that the flow has already: say";
    expect(await logsOf(tenant, execution)).toContain(`ERROR ${message}`);
    expect(validated.warnings).toContain(`two: ${message}`);
  });

  test('within a loop a template runs for each value, with arguments of its own', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/templates', { tenant, body: saying('{{ parent.outputs.args.n }}!') });
    const flow = `id: loops
namespace: company
tasks:
  - id: each
    type: io.kestra.plugin.core.flow.ForEach
    values: [a, b]
    tasks:
${indented(`${call('call', 'company', 'says')}\n    args: {n: "{{ taskrun.value }}"}`)}
  - id: loop
    type: io.kestra.plugin.core.flow.Loop
    values: [c]
    tasks:
${indented(`${call('inner', 'company', 'other')}\n    args: {n: "{{ item.value }}"}`)}
    outputs:
      - id: said
        type: STRING
        value: "{{ outputs.tell.value }}"
${echo('last', '{{ outputs.loop.outputs[0].outputs.said }}')}
`;
    await server.call('POST', '/templates', {
      tenant,
      body: saying('{{ parent.outputs.args.n }}?').replace('says', 'other').replace('say', 'tell'),
    });

    const execution = await run(tenant, flow);

    expect(execution.state.current).toBe('SUCCESS');
    const said = execution.taskRunList.filter(({ taskId }: TaskRun) => taskId === 'say');
    expect(said.map(({ outputs }: TaskRun) => outputs['value']).toSorted()).toEqual(['a!', 'b!']);
    expect(execution.taskRunList.at(-1).outputs.value).toBe('c?');
  });

  test('the template of another tenant is not seen', async () => {
    const [tenant, other] = [await server.newTenant(), await server.newTenant()];
    await server.call('POST', '/templates', { tenant: other, body: saying('theirs') });

    const execution = await run(tenant, `id: calls\nnamespace: company\ntasks:\n${call('call', 'company', 'says')}\n`);

    expect(execution.state.current).toBe('FAILED');
    expect(await logsOf(tenant, execution)).toContain("ERROR Can't find flow template 'company.says'");
  });

  test('a namespace gives its templates to the namespaces that it allows', async () => {
    const tenant = await server.newTenant();
    await server.call('POST', '/templates', { tenant, body: saying('mine') });
    await server.call('POST', '/namespaces', {
      tenant,
      body: { id: 'company', allowedNamespaces: [{ namespace: 'friends' }] },
    });
    const callFrom = (namespace: string) =>
      run(tenant, `id: calls\nnamespace: ${namespace}\ntasks:\n${call('call', 'company', 'says')}\n`);

    const states = [await callFrom('friends.close'), await callFrom('strangers')].map(({ state }) => state.current);

    expect(states).toEqual(['SUCCESS', 'FAILED']);
  });

  test('a template is named as it is written, and has no tasks of its own in the flow', async () => {
    const tenant = await server.newTenant();
    const flow = `id: calls\nnamespace: company\ntasks:\n${call('call', '"{{ vars.x }}"', 'says')}\n    tasks: []\n`;

    const [validated] = await server.call('POST', '/flows/validate', { tenant, body: flow });

    expect(validated.constraints).toContain("'namespace' must be written out");
    expect(validated.constraints).toContain('Unrecognized field "tasks"');
  });
});

test('where templates are not enabled, there are none', async () => {
  const closed = await startServer();
  const flow = `id: calls\nnamespace: company\ntasks:\n  - id: call\n    type: io.kestra.plugin.core.flow.Template\n    namespace: company\n    templateId: greet\n`;

  const replies = [
    await closed.request('POST', '/templates', { tenant: 'main', body: source }),
    await closed.request('GET', '/templates/search', { tenant: 'main' }),
    await closed.request('GET', '/templates/company.team/greet', { tenant: 'main' }),
  ];

  expect(replies.map(({ status }) => status)).toEqual([404, 404, 404]);
  for (const { json } of replies)
    expect(json.message).toBe("Not Found: templates: 'kestra.templates.enabled' is not set");
  expect((await closed.call('GET', '/configs')).isTemplateEnabled).toBe(false);
  expect((await server.call('GET', '/configs')).isTemplateEnabled).toBe(true);
  const refused = await closed.request('POST', '/flows', { tenant: 'main', body: flow });
  expect([refused.status, refused.json.message]).toEqual([422, expect.stringContaining('Invalid type')]);
});

/** May look at flows and templates, within one namespace. */
const newViewer = (tenant: string, namespaceId: string) => newMember(tenant, namespaceId, ['VIEW', 'LIST']);

/** Somebody who may do this with templates of the namespace, and see its flows. */
async function newMember(
  tenant: string,
  namespaceId: string,
  mayDo: readonly string[],
): Promise<{ readonly token: string }> {
  const { id: roleId } = await server.call('POST', '/roles', {
    tenant,
    body: { name: 'member', permissions: { FLOW: ['VIEW', 'LIST', 'VALIDATE'], TEMPLATE: mayDo } },
  });
  const user = await server.call('POST', '/users', { body: { username: `member@${tenant}.org`, tenants: [tenant] } });
  await server.call('POST', '/bindings', { tenant, body: { type: 'USER', externalId: user.id, roleId, namespaceId } });
  const { fullToken } = await server.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'test' } });
  return { token: fullToken };
}

interface TaskRun {
  readonly taskId: string;
  readonly state: { readonly current: string };
  readonly outputs: Readonly<Record<string, unknown>>;
}

function call(id: string, namespace: string, templateId: string): string {
  return `  - id: ${id}\n    type: io.kestra.core.tasks.flows.Template\n    namespace: ${namespace}\n    templateId: ${templateId}`;
}

function echo(id: string, format: string): string {
  return `  - id: ${id}\n    type: io.kestra.plugin.core.debug.Return\n    format: "${format}"`;
}

/** A template `says` of one task `say`. */
function saying(text: string): string {
  return `id: says\nnamespace: company\ntasks:\n${echo('say', text)}\n`;
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}

/** Saves the flow and runs it to its end. */
async function run(tenant: string, flow: string) {
  const { namespace, id } = await server.call('POST', '/flows', { tenant, body: flow });
  return server.call('POST', `/executions/${namespace}/${id}?wait=true`, { tenant });
}

async function read(tenant: string, executionId: string) {
  return server.call('GET', `/executions/${executionId}`, { tenant });
}

function statesOf({ taskRunList }: { readonly taskRunList: readonly TaskRun[] }) {
  return Object.fromEntries(taskRunList.map(({ taskId, state }) => [taskId, state.current]));
}

async function logsOf(tenant: string, { id }: { readonly id: string }): Promise<readonly string[]> {
  const { results } = await server.call('GET', `/logs/search?filters[executionId][EQUALS]=${id}`, { tenant });
  return results.map(({ level, message }: { level: string; message: string }) => `${level} ${message}`);
}

/** The task run of the template. */
async function runOf(of: TestServer, executionId: string): Promise<string> {
  const { taskRunList } = await of.call('GET', `/executions/${executionId}`, { tenant: 'main' });
  return taskRunList.find(({ taskId }: TaskRun) => taskId === 'call').id;
}

interface Entry {
  readonly auditLog: { readonly type: string };
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}
