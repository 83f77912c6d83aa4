/** The real program in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CommandResult } from './test-server.ts';

export interface ProgramOptions {
  readonly workingDirectory: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** What runs the program that follows it. */
  readonly startedBy?: readonly string[] | undefined;
  /** Entry of a bundle. Default: the sources. */
  readonly program?: string | undefined;
}

export function startProgram(args: readonly string[], options: ProgramOptions): ChildProcess {
  const { workingDirectory, env, program, startedBy = [] } = options;
  const entry = program === undefined ? ['--conditions=@windhover/source', programFile()] : [program];
  const [command = process.execPath, ...rest] = [...startedBy, process.execPath, ...entry, ...args];
  return spawn(command, rest, {
    cwd: workingDirectory,
    env: {
      PATH: process.env['PATH'],
      // No configuration of the person who runs the tests; but their compiled code, or each start would compile anew.
      HOME: workingDirectory,
      XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the program to its end. */
export async function runProgram(args: readonly string[], options: ProgramOptions): Promise<CommandResult> {
  const child = startProgram(args, options);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve(exitCode ?? (signal === null ? 1 : 128)));
  });
  return { code, stdout, stderr };
}

function programFile(): string {
  const file = join('apps', 'cli', 'bin', 'windhover.js');
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, file))) return join(folder, file);
  }
  throw new Error(`'${file}' is in no folder above '${import.meta.dirname}'`);
}
