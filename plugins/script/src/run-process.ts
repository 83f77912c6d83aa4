/** Runs one command as a child process in its own group, line by line, until it ended or the signal ends it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Writable } from 'node:stream';
import type { ConfinedProgram } from '@windhover/plugin-sdk';
import { createLineSplitter } from './line-splitter.ts';
import { createMarker, killMarked, signalGroup, signalKept } from './process-tree.ts';

export type StreamName = 'stdout' | 'stderr';

export interface ProcessStart extends Omit<ConfinedProgram, 'release'> {
  readonly directory: string;
}

export interface ProcessRequest extends ProcessStart {
  /** When aborted, the whole tree gets SIGTERM and, after `killGraceMs`, SIGKILL. */
  readonly signal: AbortSignal;
  readonly killGraceMs: number;
  readonly maxLineBytes: number;
  onLine(stream: StreamName, line: string): void;
}

export interface ProcessEnd {
  /** As a shell tells it: 128 + the signal's number when a signal ended it. */
  readonly exitCode: number;
  readonly stdoutLines: number;
  readonly stderrLines: number;
}

/** How long output may still arrive once the process itself has ended, while a child of it holds the pipe. */
const drainMs = 500;

/** Resolves once the process and all that it started are gone; rejects when it cannot be started. */
export async function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  const marker = await createMarker();
  const [program, ...args] = request.command;
  if (program === undefined) throw new Error('A command needs a program');
  const child = spawn(program, args, {
    cwd: request.directory,
    env: { ...request.environment, [marker.name]: marker.value },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(request.instructions === undefined ? [] : (['pipe'] as const))],
  });
  instruct(child, request.instructions);
  const lines = { stdout: 0, stderr: 0 };
  const closed = Promise.all([readLines('stdout'), readLines('stderr')]);
  const stopKilling = killOnAbort(child, marker.value, request);
  try {
    const exitCode = await exitOf(child);
    if (request.signal.aborted) await killMarked(marker.value);
    await endRest(child, marker.value, closed);
    return { exitCode, stdoutLines: lines.stdout, stderrLines: lines.stderr };
  } finally {
    stopKilling();
  }

  function readLines(name: StreamName): Promise<void> {
    const stream = child[name]!;
    const splitter = createLineSplitter(request.maxLineBytes, (line) => {
      lines[name] += 1;
      request.onLine(name, line);
    });
    return new Promise((resolve) => {
      stream.on('data', (chunk: Buffer) => splitter.push(chunk));
      stream.on('error', () => undefined);
      stream.on('close', () => {
        splitter.end();
        resolve();
      });
    });
  }
}

/** It may have ended before it read them all. */
function instruct({ stdio }: ChildProcess, instructions: string | undefined): void {
  const input = stdio[3] as Writable | null | undefined;
  input?.on('error', () => undefined).end(instructions);
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** What the process left behind in its group ends with it; what holds the pipes elsewhere is looked for. */
async function endRest(child: ChildProcess, markerValue: string, closed: Promise<unknown>): Promise<void> {
  if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  if (await settlesWithin(closed, drainMs)) return;
  await killMarked(markerValue);
  if (await settlesWithin(closed, drainMs)) return;
  child.stdout?.destroy();
  child.stderr?.destroy();
  await closed;
}

function killOnAbort(child: ChildProcess, markerValue: string, request: ProcessRequest): () => void {
  let timer: NodeJS.Timeout | undefined;
  const kill = (): void => {
    const { pid } = child;
    if (pid === undefined) return;
    if (request.hasKeeper) signalKept(pid, 'SIGTERM').catch(() => undefined);
    else signalGroup(pid, 'SIGTERM');
    timer = setTimeout(() => {
      signalGroup(pid, 'SIGKILL');
      killMarked(markerValue).catch(() => undefined);
    }, request.killGraceMs);
  };
  if (request.signal.aborted) kill();
  else request.signal.addEventListener('abort', kill, { once: true });
  return () => {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', kill);
  };
}

function settlesWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), limitMs);
    void work.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
