/** The web application beside the server: built files of a release, or a build of the checkout's sources. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Logger } from './logger.ts';

export interface Ui {
  readonly directory: string;
  isReady(): boolean;
  /** Ends a build under way. */
  stop(): void;
}

/** Undefined when there is neither a built application nor a source to build it from. A build runs beside the start. */
export function openUi(logger: Logger): Ui | undefined {
  const root = join(import.meta.dirname, '..', '..', '..', 'ui');
  const directory = join(root, 'dist');
  const isSource = existsSync(join(root, 'vite.config.ts'));
  if (!isSource || !isStale(root, directory)) {
    const isBuilt = existsSync(join(directory, 'index.html'));
    return isBuilt ? { directory, isReady: () => true, stop: () => undefined } : undefined;
  }
  mkdirSync(directory, { recursive: true });
  let build: ChildProcess | undefined = startBuild(root);
  const startedAt = performance.now();
  let isReady = false;
  let complaints = '';
  build.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  build.once('error', (error) => logger.error('The web application could not be built', error));
  build.once('exit', (code) => {
    build = undefined;
    isReady = code === 0;
    if (isReady) logger.info(`Built the web application in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    else if (code !== null) logger.error(`The web application could not be built: ${complaints.trim()}`);
  });
  return { directory, isReady: () => isReady, stop: () => void build?.kill() };
}

function startBuild(root: string): ChildProcess {
  const vite = findUpwards(root, join('node_modules', 'vite', 'bin', 'vite.js'));
  return spawn(process.execPath, [vite, 'build', root, '--logLevel', 'warn'], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Whether a source is newer than the built page. */
function isStale(root: string, directory: string): boolean {
  const built = statSync(join(directory, 'index.html'), { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return true;
  const packages = join(root, '..', '..', 'packages');
  const sources = [
    join(root, 'src'),
    join(root, 'index.html'),
    join(root, 'public'),
    ...['contract', 'expressions', 'model'].map((name) => join(packages, name, 'src')),
  ];
  return sources.some((source) => newestIn(source) > built);
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
