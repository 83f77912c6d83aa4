/**
 * The web application beside the server: built files of a release, or a build of the checkout's sources. A build has a
 * folder of its own, named after the sources it is of and there only when it is whole; another build never touches it, so
 * that a server shows the same application from its start to its end, whatever is built beside it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Logger } from './logger.ts';

export interface Ui {
  readonly directory: string;
  isReady(): boolean;
  /** Ends a build under way. */
  stop(): void;
}

/** Builds of other sources, and what killed builds left, go this long after they were made: servers may show them yet. */
const keepMs = 3 * 24 * 3_600_000;

/** Undefined when there is neither a built application nor a source to build it from. A build runs beside the start. */
export function openUi(logger: Logger, root = besideThisPackage()): Ui | undefined {
  const released = join(root, 'dist');
  const builtAt = statSync(join(released, 'index.html'), { throwIfNoEntry: false })?.mtimeMs;
  if (!existsSync(join(root, 'vite.config.ts'))) return builtAt === undefined ? undefined : whole(released);
  const changedAt = newestSource(root);
  if (builtAt !== undefined && builtAt >= changedAt) return whole(released);
  const directory = join(root, '.cache', `ui-${Math.round(changedAt)}`);
  return existsSync(directory) ? whole(directory) : build(root, directory, logger);
}

/** Wherever in the package this code lies: in its sources, or in a bundle of them. */
function besideThisPackage(): string {
  return join(dirname(findUpwards(import.meta.dirname, 'package.json')), '..', 'ui');
}

function whole(directory: string): Ui {
  return { directory, isReady: () => true, stop: () => undefined };
}

function build(root: string, directory: string, logger: Logger): Ui {
  const builds = dirname(directory);
  removeOld(builds);
  mkdirSync(builds, { recursive: true });
  const unfinished = mkdtempSync(`${directory}.`);
  const startedAt = performance.now();
  let running: ChildProcess | undefined = startBuild(root, unfinished);
  let isReady = false;
  let complaints = '';
  running.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  running.once('error', (error) => logger.error('The web application could not be built', error));
  running.once('exit', (code) => {
    running = undefined;
    try {
      if (code === 0) publish(unfinished, directory);
      isReady = code === 0;
      rmSync(unfinished, { recursive: true, force: true });
    } catch (error) {
      logger.error('The web application could not be built', error);
    }
    if (isReady) logger.info(`Built the web application in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    else if (code !== 0 && code !== null) logger.error(`The web application could not be built: ${complaints.trim()}`);
  });
  return { directory, isReady: () => isReady, stop: () => void running?.kill() };
}

function startBuild(root: string, into: string): ChildProcess {
  const vite = findUpwards(root, join('node_modules', 'vite', 'bin', 'vite.js'));
  const args = ['build', root, '--outDir', into, '--emptyOutDir', '--logLevel', 'warn'];
  return spawn(process.execPath, [vite, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Of two servers that built the same sources at once, the first gives its build to both. */
function publish(unfinished: string, directory: string): void {
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
  }
}

function removeOld(builds: string): void {
  if (!existsSync(builds)) return;
  for (const name of readdirSync(builds)) {
    const path = join(builds, name);
    const madeAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (madeAt < Date.now() - keepMs) rmSync(path, { recursive: true, force: true });
  }
}

function newestSource(root: string): number {
  const packages = join(root, '..', '..', 'packages');
  const sources = [
    join(root, 'src'),
    join(root, 'index.html'),
    join(root, 'public'),
    join(root, 'vite.config.ts'),
    ...['contract', 'expressions', 'model'].map((name) => join(packages, name, 'src')),
  ];
  return Math.max(...sources.map(newestIn));
}

function newestIn(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path, { withFileTypes: true }).reduce(
    (newest, entry) => Math.max(newest, newestIn(join(path, entry.name))),
    stat.mtimeMs,
  );
}

function findUpwards(from: string, name: string): string {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return join(folder, name);
  }
  return join(from, name);
}
