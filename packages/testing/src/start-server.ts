/** A Windhover for one test. */
import { createLogger, loadConfiguration, localDefaults, startWindhover } from '@windhover/cli';
import { createClient } from '@windhover/contract';
import { endWithTest } from './end-with-test.ts';
import { runProgram, startProgram, type ProgramOptions } from './program-process.ts';
import { requesterOf } from './requests.ts';
import { admin, testFolder, type TestFolder } from './test-folder.ts';
import type { StartServerOptions, TestServer } from './test-server.ts';

interface Started {
  readonly url: string;
  readonly healthUrl: string | undefined;
  stop(): Promise<void>;
  kill9(): Promise<void>;
  printed(): string;
  signal(signal: NodeJS.Signals): void;
  ended(): Promise<number>;
}

/**
 * Starts a server on a free loopback port with a folder of its own. Within a test it ends with the test; elsewhere
 * (`beforeAll`, benchmarks) `stop` is the caller's. Throws with what the server said when it does not start.
 */
export async function startServer(options: StartServerOptions = {}): Promise<TestServer> {
  const folder = await testFolder(options);
  const started = await (options.kind === 'process' ? inProcess(folder, options) : here(folder, options)).catch(
    async (error: unknown) => {
      await folder.remove();
      throw error;
    },
  );
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await started.stop();
    await folder.remove();
  };
  const server: TestServer = {
    url: started.url,
    managementUrl: started.healthUrl?.replace(/\/health$/, ''),
    dataDirectory: folder.directory,
    admin,
    api: createClient({ baseUrl: started.url, auth: admin }),
    ...requesterOf(started.url, admin),
    stop: () => (stopping ??= stop()),
    kill9: () => started.kill9(),
    printed: () => started.printed(),
    signal: (signal) => started.signal(signal),
    ended: () => started.ended(),
    run: (...args) => runProgram([...args, '-c', folder.configurationFile], programOptions(folder, options)),
  };
  await endWithTest(() => server.stop());
  return server;
}

async function here(folder: TestFolder, options: StartServerOptions): Promise<Started> {
  const { configuration, problems } = loadConfiguration({
    env: options.env ?? {},
    workingDirectory: folder.directory,
    homeDirectory: folder.directory,
    file: folder.configurationFile,
    defaults: localDefaults,
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const windhover = await startWindhover({
    configuration,
    env: options.env ?? {},
    workingDirectory: folder.directory,
    logger: createLogger((line) => void process.stderr.write(`${line}\n`), 'ERROR'),
    serverLogLevel: 'error',
    ui: options.ui ?? false,
    onBroken: (error) => void process.stderr.write(`${error.message}\n`),
  });
  return {
    url: windhover.url!, // it serves the API
    healthUrl: windhover.healthUrl,
    stop: () => windhover.stop(),
    kill9: () => Promise.reject(new Error(noProcess)),
    printed() {
      throw new Error(noProcess);
    },
    signal() {
      throw new Error(noProcess);
    },
    ended: () => Promise.reject(new Error(noProcess)),
  };
}

const noProcess = "Only a server of its own process is killed or looked at: start it with kind 'process'";

function programOptions({ directory }: TestFolder, { env, program }: StartServerOptions): ProgramOptions {
  return { workingDirectory: directory, env, program };
}

async function inProcess(folder: TestFolder, options: StartServerOptions): Promise<Started> {
  const args = [...folder.command, '-c', folder.configurationFile, ...(options.ui === true ? [] : ['--no-ui'])];
  const child = startProgram(args, { ...programOptions(folder, options), startedBy: options.startedBy });
  const exited = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 128)));
  // A test run that is broken off leaves nothing behind.
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const match = /Server Running: .*?(http:\/\/[^\s,]+)/.exec(said);
      if (match?.[1] !== undefined) resolve(match[1]);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The server ended with exit code ${String(code)}:\n${said}`)));
  });
  let isWanted = false;
  child.once('exit', (code, signal) => {
    if (!isWanted) process.stderr.write(`The server ended by itself (${signal ?? String(code)}):\n${said}\n`);
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    isWanted = true;
    child.kill(signal);
    await exited;
    process.off('exit', killWithUs);
  };
  return {
    url,
    healthUrl: /(http:\/\/[^\s,]+\/health)/.exec(said)?.[1],
    stop: () => end('SIGTERM'),
    kill9: () => end('SIGKILL'),
    printed: () => said,
    signal: (signal) => void child.kill(signal),
    ended() {
      isWanted = true;
      return exited;
    },
  };
}
