/** What others choose – the value of an input, the body of a call, the output of a program – stays data. */
import { aFlow, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, describe, expect, test } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
});

const yaml = { 'content-type': 'application/x-yaml' };
const commands = 'io.kestra.plugin.scripts.shell.Commands';
const script = 'io.kestra.plugin.scripts.python.Script';

// oxlint-disable-next-line typescript/no-explicit-any -- replies of any shape
type Any = any;

async function run(tenant: string, flow: string, inputs: Readonly<Record<string, string>> = {}): Promise<Any> {
  const { id, namespace } = JSON.parse(flow) as { id: string; namespace: string };
  await server.call('POST', '/flows', { tenant, body: flow, headers: yaml });
  const form = new FormData();
  for (const [name, value] of Object.entries(inputs)) form.set(name, value);
  return server.call('POST', `/executions/${namespace}/${id}?wait=true`, { tenant, body: form });
}

/** What tasks said. */
async function linesOf(tenant: string, executionId: string): Promise<string[]> {
  const lines: Any[] = await server.call('GET', `/logs/${executionId}`, { tenant });
  return lines.filter(({ taskId }) => taskId !== undefined).map(({ message }) => message);
}

describe('programs', () => {
  test('what is written into them is warned of by name; what cannot say anything of its own is not', async () => {
    const tenant = await server.newTenant();
    const types = { name: 'STRING', address: 'EMAIL', count: 'INT', file: 'FILE', colour: 'SELECT', rest: 'JSON' };
    const source = aFlow({
      inputs: Object.entries(types).map(([id, type]) => ({
        id,
        type,
        required: false,
        ...(type === 'SELECT' && { values: ['red'] }),
      })),
      triggers: [{ id: 'hook', type: 'io.kestra.plugin.core.trigger.Webhook', key: 'a-key-that-is-long-enough' }],
      tasks: [
        {
          id: 'shell',
          type: commands,
          env: { NAME: '{{ inputs.name }}', TOKEN: "{{ secret('TOKEN') }}" },
          beforeCommands: ['echo {{ inputs.count }} {{ trigger.date }}'],
          commands: [
            'echo "$NAME" {{ inputs.colour }} {{ inputs.file }} {{ flow.id }}',
            "mail {{ inputs.address }} {{ inputs['name'] | upper }}",
          ],
        },
        { id: 'python', type: script, script: "print('{{ trigger.body.text }}', '{{ secret('TOKEN') }}')" },
        { id: 'log', type: 'io.kestra.plugin.core.log.Log', message: '{{ inputs.rest }}' },
      ],
    });

    const [{ constraints, warnings }] = await server.call('POST', '/flows/validate', {
      tenant,
      body: source,
      headers: yaml,
    });

    expect(constraints).toBeUndefined();
    const why = 'becomes part of the program: who chooses its value chooses what is run';
    expect(warnings).toEqual([
      `tasks[0].commands[1]: inputs.address ${why}`,
      `tasks[0].commands[1]: inputs.name ${why}`,
      `tasks[1].script: trigger.body.text ${why}`,
      "tasks[1].script: secret('…') becomes part of the program: lists of processes and traces of the shell show it",
    ]);
  });

  test.each(['$(touch made); `touch made`', "'; touch made; '", '"; touch made; "', '-n', '{{ flow.id }}'])(
    'the environment hands %s over as it is',
    async (value) => {
      const tenant = await server.newTenant();
      const shell = {
        id: 'shell',
        type: commands,
        env: { VALUE: '{{ inputs.value }}' },
        commands: [`printf 'got %s\\n' "$VALUE"`, 'ls'],
      };

      const { id, state } = await run(tenant, aFlow({ inputs: [{ id: 'value', type: 'STRING' }], tasks: [shell] }), {
        value,
      });

      expect(state.current).toBe('SUCCESS');
      expect(await linesOf(tenant, id)).toEqual([`got ${value}`]);
    },
  );
});

describe('lines of logs', () => {
  const escape = '\u001b[31mred\u001b[0m\u0007 \u009b1m';

  test('show control characters instead of sending them to whoever reads, however they were written', async () => {
    const tenant = await server.newTenant();
    const tasks = [
      { id: 'log', type: 'io.kestra.plugin.core.log.Log', message: '{{ inputs.text }}' },
      { id: 'shell', type: commands, env: { TEXT: '{{ inputs.text }}' }, commands: [`printf '%s\\n' "$TEXT"`] },
    ];

    const { id } = await run(tenant, aFlow({ inputs: [{ id: 'text', type: 'STRING' }], tasks }), { text: escape });
    const file = await server.request('GET', `/logs/${id}/download`, { tenant });

    const shown = '\\u001b[31mred\\u001b[0m\\u0007 \\u009b1m';
    expect(await linesOf(tenant, id)).toEqual([shown, shown]);
    // oxlint-disable-next-line no-control-regex
    expect(file.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    expect(file.text).toContain(shown);
  });

  test('are no templates and no markup: they are told as they were written', async () => {
    const tenant = await server.newTenant();
    const text = '{{ flow.id }} <script>alert(1)</script> %s ${HOME} [31m';
    const shell = { id: 'shell', type: commands, env: { TEXT: '{{ inputs.text }}' }, commands: ['echo "$TEXT"'] };

    const { id } = await run(tenant, aFlow({ inputs: [{ id: 'text', type: 'STRING' }], tasks: [shell] }), { text });
    const reply = await server.request('GET', `/logs/${id}`, { tenant });
    const file = await server.request('GET', `/logs/${id}/download`, { tenant });

    expect(await linesOf(tenant, id)).toEqual([text]);
    expect(reply.headers.get('content-type')).toContain('application/json');
    expect(file.headers.get('content-type')).toContain('text/plain');
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('begin no line of their own in the file: what follows a line feed is indented', async () => {
    const tenant = await server.newTenant();
    const forged = '2030-01-01T00:00:00.000Z ERROR log forged';

    const { id } = await run(
      tenant,
      aFlow({ tasks: [{ id: 'log', type: 'io.kestra.plugin.core.log.Log', message: `first\n${forged}` }] }),
    );
    const file = await server.request('GET', `/logs/${id}/download`, { tenant });

    expect(await linesOf(tenant, id)).toEqual([`first\n${forged}`]);
    expect(file.text).toContain(`log first\n    ${forged}\n`);
    expect(file.text.split('\n')).not.toContain(forged);
  });

  test('are cut when they are too long, and say so', async () => {
    const tenant = await server.newTenant();
    const shell = { id: 'shell', type: commands, commands: ["head -c 300000 /dev/zero | tr '\\0' x"] };

    const { id } = await run(tenant, aFlow({ tasks: [shell] }));

    const [line] = await linesOf(tenant, id);
    expect(line!.length).toBeLessThan(100_000);
    expect(line).toMatch(/^x+… \(cut: \d+ characters\)$/);
  });

  test('are found in their own tenant only', async () => {
    const [one, other] = [await server.newTenant(), await server.newTenant()];
    const flow = aFlow({ tasks: [{ id: 'log', type: 'io.kestra.plugin.core.log.Log', message: 'canary' }] });
    const { id } = await run(one, flow);
    await run(other, flow.replace('canary', 'sparrow'));
    const found = async (tenant: string): Promise<string[]> =>
      (await server.call('GET', '/logs/search?page=1&size=100&filters[q][EQUALS]=canary', { tenant })).results.map(
        (line: Any) => line.executionId,
      );

    expect(await found(one)).toEqual([id]);
    expect(await found(other)).toEqual([]);
    expect((await server.request('GET', `/logs/${id}`, { tenant: other })).status).toBe(404);
    expect((await server.request('GET', `/logs/${id}/download`, { tenant: other })).status).toBe(404);
  });
});
