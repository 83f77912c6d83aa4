/** A worker of a group in a process of its own, for one test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWithTest } from './end-with-test.ts';
import { startProgram } from './program-process.ts';

export interface StartWorkerOptions {
  /** Addresses of servers, with commas. */
  readonly server: string;
  readonly token: string;
  /** Default 2. */
  readonly threads?: number;
  /** Further arguments of the command. */
  readonly args?: readonly string[];
  /** Configuration keys; dotted paths. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

export interface TestWorker {
  readonly pid: number;
  /** Its own: configuration, and the directories of its tasks. */
  readonly directory: string;
  /** Resolves with the exit code once the process has ended; null: a signal ended it. */
  readonly exited: Promise<number | null>;
  printed(): string;
  signal(signal: NodeJS.Signals): void;
  /** Ends it gracefully. Idempotent. */
  stop(): Promise<void>;
}

/** Does not wait for a connection. Within a test it ends with the test; elsewhere `stop` is the caller's. */
export async function startWorker(options: StartWorkerOptions): Promise<TestWorker> {
  const directory = mkdtempSync(join(tmpdir(), 'windhover-worker-'));
  const file = join(directory, 'worker.yml');
  const configuration = {
    'kestra.tasks.tmp-dir.path': join(directory, 'tmp'),
    'kestra.server.termination-grace-period': '200ms',
    ...options.configuration,
  };
  writeFileSync(file, JSON.stringify(configuration));
  const { server, threads = 2, args = [] } = options;
  const command = ['server', 'worker', '--server', server, '-t', String(threads), '-c', file, ...args];
  const child = startProgram(command, {
    workingDirectory: directory,
    env: { KESTRA_WORKER_AUTH_TOKEN: options.token },
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    process.off('exit', killWithUs);
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  const worker: TestWorker = {
    pid: child.pid ?? -1,
    directory,
    exited,
    printed: () => said,
    signal: (signal) => void child.kill(signal),
    stop: () => (stopping ??= stop()),
  };
  await endWithTest(() => worker.stop());
  return worker;
}
