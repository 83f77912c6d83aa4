/** Runs one command as a child process in its own group, line by line, until it ended or the signal ends it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { ConfinedProgram } from '@windhover/plugin-sdk';
import { withoutInherited } from './inherited-descriptors.ts';
import { createLineSplitter } from './line-splitter.ts';
import { guardGroup, startGuard } from './process-guard.ts';
import { createMarker, descendantsOf, killAll, killMarked, signalGroup, signalKept } from './process-tree.ts';

export type StreamName = 'stdout' | 'stderr';

export interface ProcessStart extends Omit<ConfinedProgram, 'release' | 'exceeded' | 'verdict'> {
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
  const streams = ['ignore', 'pipe', 'pipe', ...request.instructions.map(() => 'pipe' as const)] as const;
  const [marker, stdio] = await Promise.all([createMarker(), withoutInherited(streams), startGuard()]);
  const [program, ...args] = request.command;
  if (program === undefined) throw new Error('A command needs a program');
  const child = spawn(program, args, {
    cwd: request.directory,
    env: { ...request.environment, [marker.name]: marker.value },
    detached: true,
    stdio,
  });
  const stopGuarding = child.pid === undefined ? undefined : guardGroup(child.pid);
  const exit = exitOf(child);
  exit.catch(() => undefined);
  const lines = { stdout: 0, stderr: 0 };
  const closed = Promise.all([readLines('stdout'), readLines('stderr')]);
  const killing = killOnAbort(child, marker.value, request);
  try {
    await instruct(child, request);
    const exitCode = await exit;
    await killing.rest();
    await endRest(child, marker.value, closed);
    return { exitCode, stdoutLines: lines.stdout, stderrLines: lines.stderr };
  } finally {
    killing.stop();
    stopGuarding?.();
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

/** It may have ended, or not have begun, before it read them all. */
async function instruct({ pid, stdio }: ChildProcess, { admit, instructions }: ProcessRequest): Promise<void> {
  const inputs = stdio.slice(3) as readonly (Writable | null)[];
  for (const input of inputs) input?.on('error', () => undefined);
  try {
    if (pid !== undefined) await admit?.(pid);
    for (const [index, text] of instructions.entries()) inputs[index]?.end(text);
  } catch (error) {
    if (pid !== undefined) signalGroup(pid, 'SIGKILL');
    throw error;
  }
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

interface Killing {
  /** What is left of the tree once the process itself has ended; nothing unless it was to end. */
  rest(): Promise<void>;
  stop(): void;
}

function killOnAbort({ pid }: ChildProcess, markerValue: string, request: ProcessRequest): Killing {
  const descendants = new Map<number, string>();
  const over = new AbortController();
  const begin = (): void => {
    // What a process of another user refuses is left to the kill of the rest
    if (pid !== undefined) kill(pid).catch(() => undefined);
  };
  if (request.signal.aborted) begin();
  else request.signal.addEventListener('abort', begin, { once: true });
  return {
    rest: async () => (request.signal.aborted ? killRest() : undefined),
    stop() {
      over.abort();
      request.signal.removeEventListener('abort', begin);
    },
  };

  async function kill(group: number): Promise<void> {
    await noteDescendants(group);
    if (request.hasKeeper) await signalKept(group, 'SIGTERM');
    else if (!over.signal.aborted) signalGroup(group, 'SIGTERM');
    await wait(request.killGraceMs, undefined, over);
    await noteDescendants(group);
    if (!over.signal.aborted) signalGroup(group, 'SIGKILL');
    await killRest();
  }

  /** Once a process is gone, what it had started cannot be told from others any more. */
  async function noteDescendants(of: number): Promise<void> {
    for (const [child, startTime] of await descendantsOf(of)) descendants.set(child, startTime);
  }

  async function killRest(): Promise<void> {
    await killAll(descendants);
    await killMarked(markerValue);
  }
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
