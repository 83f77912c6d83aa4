/** `flow test`: a flow on an instance of its own, as the real program. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aFlow, failTask, logTask, runProgram, type CommandResult } from '@windhover/testing';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'windhover-flow-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]): Promise<CommandResult> =>
  runProgram(['flow', 'test', ...args], { workingDirectory: folder, env: { TMPDIR: folder } });

function saved(name: string, flow: Parameters<typeof aFlow>[0]): string {
  const file = join(folder, `${name}.yml`);
  writeFileSync(file, aFlow({ id: name, namespace: 'company', ...flow }));
  return file;
}

const inputs = [
  { id: 'name', type: 'STRING' },
  { id: 'text', type: 'FILE' },
];
const greets = saved('greets', { inputs, tasks: [logTask('{{ inputs.name }}: {{ read(inputs.text) }}', 'say')] });
saved('wrong', { tasks: [{ id: 'x', type: 'no.such.Type' }] });

test('a flow runs with its inputs, its log is shown, and nothing is left of it', async () => {
  const text = join(folder, 'text.txt');
  writeFileSync(text, 'from the file');
  const before = readdirSync(folder);

  const result = await run(greets, 'name', 'Ann', 'text', text);

  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(result.stdout).toMatch(/ INFO say Ann: from the file\n(.*\n)*company\.greets ended SUCCESS\n$/);
  expect(readdirSync(folder)).toEqual(before);
});

test('how it ends counts only where that is asked for', async () => {
  const flow = saved('fails', { tasks: [failTask('no')] });

  const [ordinary, strict] = [await run(flow), await run(flow, '--fail-on-error')];

  expect(ordinary.stdout).toContain('company.fails ended FAILED\n');
  expect([ordinary.code, strict.code]).toEqual([0, 1]);
});

test.each([
  [['greets.yml', 'name'], 2, /^Invalid key pair value for inputs\n\nUsage:/],
  [['greets.yml', 'name', 'Ann', 'text', 'text.txt'], 1, /^Input 'text': 'text\.txt' is no absolute path\n$/],
  [['greets.yml', 'name', 'Ann', 'text', '/nowhere'], 1, /^The file '\/nowhere' is not a file\n$/],
  [['greets.yml'], 1, /^Invalid entity: .*`name`/],
  [['wrong.yml'], 1, /^Invalid entity: Invalid Flow: .*no\.such\.Type/],
  [['nothing.yml'], 1, /^The file '.*nothing\.yml' is not a file\n$/],
])('%j is refused with exit code %i', async (args, code, message) => {
  const result = await run(...args);

  expect(result).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) });
});
