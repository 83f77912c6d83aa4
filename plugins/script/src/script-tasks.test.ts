import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConfinement, plainProcesses, type ConfinementOptions } from '@windhover/confinement-linux';
import { defaultTenantKey, type ScriptNetwork } from '@windhover/model';
import { TaskError, type Confinement, type RunContext, type Stop, type TaskResult } from '@windhover/plugin-sdk';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { scriptPlugins } from './index.ts';

const directories: string[] = [];
const ownFolder = await mkdtemp(join(tmpdir(), 'windhover-sandboxes-'));
/** Each must behave as the others do. */
const confinements: readonly (readonly [string, Confinement])[] = [
  ['a plain process', plainProcesses],
  ['a bounded process', openConfinement({ ...sandboxOptions('open'), isolation: 'none' }).of(defaultTenantKey)],
  ['bubblewrap', openConfinement(sandboxOptions('open')).of(defaultTenantKey)],
  ['unshare', openConfinement({ ...sandboxOptions('open'), backends: ['unshare'] }).of(defaultTenantKey)],
  ['bubblewrap with a proxy', openConfinement(sandboxOptions('filtered')).of(defaultTenantKey)],
];

afterAll(() => rm(ownFolder, { recursive: true, force: true }));

afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
});

interface Run {
  readonly result: Promise<TaskResult<Record<string, unknown>>>;
  readonly logs: { readonly level: string; readonly message: string }[];
  readonly metrics: unknown[];
  readonly stored: Map<string, string>;
  readonly directory: string;
  kill(): void;
}

/** A proxy that answers nobody. */
async function serveNothing(path: string): Promise<() => Promise<void>> {
  const server = createServer((socket) => void socket.destroy());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function sandboxOptions(usual: ScriptNetwork): ConfinementOptions {
  return {
    isolation: 'sandbox',
    networks: { usual, of: async () => undefined, serveProxy: serveNothing },
    backends: ['bubblewrap'],
    bubblewrap: 'bwrap',
    searchPath: process.env['PATH'] ?? '',
    readOnlyPaths: [],
    hiddenPaths: [],
    ownFolder,
    limits: {
      processes: 512,
      openFiles: 4096,
      memoryBytes: 512 * 1024 ** 2,
      cpus: 1,
      diskBytes: 1024 ** 3,
      durationMs: 60_000,
    },
  };
}

describe.each(confinements)('in %s', (_, confinement) => {
  /** Runs a task as a worker would, with `{{ workingDir }}` and `{{ outputDir }}` as the only expressions. */
  async function run(
    type: string,
    properties: Record<string, unknown>,
    files: Record<string, string> = {},
  ): Promise<Run> {
    const task = scriptPlugins.find((candidate) => candidate.type === `io.kestra.plugin.scripts.${type}`)!;
    const directory = await mkdtemp(join(tmpdir(), 'windhover-script-'));
    directories.push(directory);
    const logs: { level: string; message: string }[] = [];
    const metrics: unknown[] = [];
    const stored = new Map(Object.entries(files));
    const controller = new AbortController();
    const context: RunContext<unknown> = {
      properties: task.properties.parse(properties),
      taskRun: {
        id: 'e0',
        executionId: 'e',
        namespace: 'ns',
        flowId: 'f',
        flowRevision: 1,
        taskId: 't',
        attempt: 1,
        tenantId: undefined,
        idempotencyKey: 'e0-1',
      },
      log: (level, message) => logs.push({ level, message }),
      execution: { labels: [], variables: {} },
      metric: (metric) => metrics.push(metric),
      signal: controller.signal,
      workingDirectory: () => mkdir(directory, { recursive: true }).then(() => directory),
      render: (template, extra) => Promise.resolve(fill(template, extra ?? {})),
      runTask: () => Promise.reject(new Error('No script runs another task')),
      files: {
        async put(name, content) {
          const { localPath } = content as { localPath: string };
          stored.set(`kestra:///${name}`, await readFile(localPath, 'utf8'));
          return `kestra:///${name}`;
        },
        async *read(uri) {
          const content = stored.get(uri);
          if (content === undefined) throw new Error(`no ${uri}`);
          yield new TextEncoder().encode(content);
        },
        sizeBytes: () => Promise.resolve(0),
        delete: () => Promise.resolve(false),
      },
      services: { call: () => Promise.resolve(undefined) },
      confinement,
      http: { send: () => Promise.reject(new Error('No script asks a server')) },
    };
    const stop: Stop = { kind: 'killed', message: 'Killed' };
    const start = task.run as (context: RunContext<unknown>) => Promise<TaskResult<Record<string, unknown>>>;
    const result = start(context);
    result.catch(() => undefined);
    return { result, logs, metrics, stored, directory, kill: () => controller.abort(stop) };
  }

  function fill(template: unknown, extra: Record<string, unknown>): unknown {
    if (typeof template === 'string') {
      return template.replace(/\{\{ (\w+) \}\}/g, (_, name: string) => String(extra[name]));
    }
    if (Array.isArray(template)) return template.map((item) => fill(item, extra));
    if (typeof template !== 'object' || template === null) return template;
    return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fill(value, extra)]));
  }

  async function failureOf(work: Promise<unknown>): Promise<TaskError> {
    const error = await work.then(
      () => undefined,
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(TaskError);
    return error as TaskError;
  }

  describe('shell commands', () => {
    test('stdout is logged at INFO, stderr at ERROR, and lines are counted', async () => {
      const { result, logs } = await run('shell.Commands', { commands: ['echo one', 'echo two >&2'] });

      const { outputs, warning } = await result;

      expect(logs).toContainEqual({ level: 'INFO', message: 'one' });
      expect(logs).toContainEqual({ level: 'ERROR', message: 'two' });
      expect(outputs).toMatchObject({ exitCode: 0, stdOutLineCount: 1, stdErrLineCount: 1 });
      expect(warning).toBe(false);
    });

    test('integers that no double holds are outputs as text, with every digit', async () => {
      const { result, metrics } = await run('shell.Commands', {
        commands: [
          `echo '::{"outputs":{"id":9007199254740993},"metrics":[{"name":"m","type":"gauge","value":1e20}]}::'`,
        ],
      });

      expect((await result).outputs?.['vars']).toEqual({ id: '9007199254740993' });
      expect(metrics).toEqual([{ name: 'm', type: 'gauge', value: 1e20 }]);
    });

    test('messages of the output protocol become outputs, metrics and logs', async () => {
      const { result, logs, metrics } = await run('shell.Commands', {
        commands: [
          `echo '::{"outputs":{"a":1,"b":"x"}}::'`,
          `echo '::{"outputs":{"a":2},"metrics":[{"name":"rows","type":"counter","value":3},{"name":"t","type":"timer","value":1.5}]}::'`,
          `echo '::{"logs":[{"level":"warn","message":"careful"}]}::'`,
        ],
      });

      const { outputs, warning } = await result;

      expect(outputs?.['vars']).toEqual({ a: 2, b: 'x' });
      expect(metrics).toEqual([
        { name: 'rows', type: 'counter', value: 3 },
        { name: 't', type: 'timer', value: 1500 },
      ]);
      expect(logs).toEqual([{ level: 'WARN', message: 'careful' }]);
      expect(warning).toBe(true);
    });

    test('a message that cannot be read is a warning in the log, not a failure', async () => {
      const { result, logs } = await run('shell.Commands', { commands: [`echo '::{"outputs": nonsense}::'`] });

      await result;

      expect(logs[0]).toMatchObject({ level: 'WARN', message: expect.stringContaining('Invalid outputs') as string });
    });

    test('a non-zero exit code fails the task and keeps the outputs', async () => {
      const { result } = await run('shell.Commands', {
        commands: [`echo '::{"outputs":{"a":1}}::'`, 'echo kept > kept.txt', 'exit 3'],
        outputFiles: ['*.txt'],
      });

      const error = await failureOf(result);

      expect(error.message).toBe('Command failed with exit code 3');
      expect(error.outputs).toMatchObject({
        vars: { a: 1 },
        exitCode: 3,
        outputFiles: { 'kept.txt': expect.anything() as string },
      });
    });

    test('the first failing command stops the rest unless failFast is off', async () => {
      const stopped = await run('shell.Commands', { commands: ['false', 'echo on'] });
      const carriedOn = await run('shell.Commands', { commands: ['false', 'echo on'], failFast: false });

      await failureOf(stopped.result);
      await carriedOn.result;

      expect(stopped.logs).toEqual([]);
      expect(carriedOn.logs).toEqual([{ level: 'INFO', message: 'on' }]);
    });

    test('files come in, storage URIs in commands become local paths, and matching files go out', async () => {
      const { result, logs, stored } = await run(
        'shell.Commands',
        {
          inputFiles: { 'in/a.txt': 'text', 'b.txt': 'kestra:///ns/b.txt' },
          commands: [
            'cat in/a.txt',
            'echo',
            'cat b.txt',
            'echo',
            'cat kestra:///ns/c.txt',
            'mkdir out',
            'echo made > out/d.csv',
          ],
          outputFiles: ['out/*.csv'],
        },
        { 'kestra:///ns/b.txt': 'stored b', 'kestra:///ns/c.txt': 'stored c' },
      );

      const { outputs } = await result;

      expect(logs.map((entry) => entry.message)).toEqual(['text', 'stored b', 'stored c']);
      expect(outputs?.['outputFiles']).toEqual({ 'out/d.csv': 'kestra:///out/d.csv' });
      expect(stored.get('kestra:///out/d.csv')).toBe('made\n');
    });

    test('all files of the output directory are kept', async () => {
      const { result } = await run('shell.Commands', {
        outputDirectory: true,
        commands: ['echo a > {{ outputDir }}/a.txt', 'echo b > "$OUTPUT_DIR/b.txt"'],
      });

      const { outputs } = await result;

      expect(Object.keys(outputs?.['outputFiles'] as object)).toEqual(['a.txt', 'b.txt']);
    });

    test.each(['../up.txt', '/etc/x', 'a/../../b', 'a//b'])('an input file named %s is refused', async (name) => {
      const { result } = await run('shell.Commands', { inputFiles: { [name]: 'x' }, commands: ['true'] });

      expect((await failureOf(result)).message).toContain('is not allowed');
    });

    test("nothing of the worker's environment reaches a script", async () => {
      process.env['WORKER_SECRET'] = 'hidden';
      const { result, logs, directory } = await run('shell.Commands', { commands: ['env'], env: { OWN: 'x' } });

      await result;
      delete process.env['WORKER_SECRET'];

      const names = logs.map((entry) => entry.message.split('=')[0]);
      expect(names).not.toContain('WORKER_SECRET');
      expect(logs).toContainEqual({ level: 'INFO', message: 'OWN=x' });
      expect(logs).toContainEqual({ level: 'INFO', message: `WORKING_DIR=${directory}` });
      expect(logs).toContainEqual({ level: 'INFO', message: 'WINDHOVER_IDEMPOTENCY_KEY=e0-1' });
    });

    test('an interpreter that is not there is named in the failure', async () => {
      const { result } = await run('shell.Commands', { commands: ['true'], interpreter: ['no-such-shell', '-c'] });

      expect((await failureOf(result)).message).toBe("Could not start 'no-such-shell': spawn no-such-shell ENOENT");
    });

    test('a runner that does not exist here is named in the failure', async () => {
      const { result } = await run('shell.Commands', {
        commands: ['true'],
        taskRunner: { type: 'io.kestra.plugin.scripts.runner.docker.Docker' },
      });

      expect((await failureOf(result)).message).toMatch(/docker\.Docker' is not available.*core\.runner\.Process/);
    });

    test('a line without an end is cut', async () => {
      const { result, logs } = await run('shell.Commands', { commands: [`head -c 3000000 /dev/zero | tr '\\0' x`] });

      await result;

      expect(logs).toHaveLength(1);
      expect(logs[0]!.message.length).toBeLessThan(1_050_000);
      expect(logs[0]!.message).toContain('cut: the line is longer than');
    });

    test('bytes that are no UTF-8 are replaced', async () => {
      const { result, logs } = await run('shell.Commands', { commands: [`printf '\\377ok\\n'`] });

      await result;

      expect(logs).toEqual([{ level: 'INFO', message: '\uFFFDok' }]);
    });
  });

  describe('ending processes', () => {
    /** Process numbers differ inside of a sandbox: they are known by their environment. */
    async function isAlone(directory: string): Promise<boolean> {
      const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      const environments = names.map((name) => readFile(`/proc/${name}/environ`, 'utf8').catch(() => ''));
      return !(await Promise.all(environments)).some((text) => text.includes(`WORKING_DIR=${directory}`));
    }

    async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
      await expect.poll(condition, { timeout: 8_000, interval: 20 }).toBe(true);
    }

    test('a kill reaches children, also those in sessions of their own', async () => {
      const { result, kill, logs, directory } = await run('shell.Commands', {
        commands: [
          'sleep 60 &',
          `setsid sh -c 'echo $$ > session.pid; exec sleep 60' >/dev/null 2>&1 &`,
          'while [ ! -s session.pid ]; do sleep 0.01; done',
          'echo ready; wait',
        ],
      });
      await until(() => logs.some((entry) => entry.message === 'ready'));

      kill();
      const error = await failureOf(result);

      expect(error.message).toBe('Killed');
      await until(() => isAlone(directory));
    });

    test('a script that is killed may end in its own way', async () => {
      const { result, kill, logs } = await run('shell.Commands', {
        commands: [`trap 'echo tidied; exit 0' TERM`, 'echo ready', 'while true; do sleep 0.05; done'],
      });
      await until(() => logs.some((entry) => entry.message === 'ready'));

      kill();
      await failureOf(result);

      expect(logs).toContainEqual({ level: 'INFO', message: 'tidied' });
    });

    test('a script that a signal ended has the exit code of shells', async () => {
      const { result } = await run('shell.Commands', { commands: ['kill -KILL $$'] });

      expect((await failureOf(result)).outputs).toMatchObject({ exitCode: 137 });
    });

    test('what a script leaves running in the background ends with it', async () => {
      const { result, directory } = await run('shell.Commands', { commands: ['sleep 60 &'] });

      await result;

      await until(() => isAlone(directory));
    });
  });

  describe('languages', () => {
    test('a Python script runs, reads storage files and sets outputs', async () => {
      const { result } = await run(
        'python.Script',
        {
          script: `import json\nprint('::' + json.dumps({'outputs': {'text': open('kestra:///ns/a.txt').read()}}) + '::')`,
        },
        { 'kestra:///ns/a.txt': 'from storage' },
      );

      expect((await result).outputs?.['vars']).toEqual({ text: 'from storage' });
    });

    test('a Node.js script runs after beforeCommands in the same directory', async () => {
      const { result, logs } = await run('node.Script', {
        beforeCommands: ['echo prepared > a.txt'],
        script: `console.log(require('node:fs').readFileSync('a.txt', 'utf8').trim())`,
      });

      await result;

      expect(logs).toEqual([{ level: 'INFO', message: 'prepared' }]);
    });

    test('a long shell script is run from a file', async () => {
      const { result, logs } = await run('shell.Script', { script: `# ${'x'.repeat(200_000)}\necho done` });

      await result;

      expect(logs).toEqual([{ level: 'INFO', message: 'done' }]);
    });
  });
});
