import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** A thread takes 12 MB: one that is not needed all the time ends after this long without work. */
export const threadRestMs = 10_000;

/** Starts a thread that lies beside this file, whether the program runs from source or was built. */
export function startThread(name: string, workerData: unknown): Worker {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const file = new URL(`./${name}.${extension}`, import.meta.url);
  return new Worker(file, { workerData, name, env: environment() });
}

/** A thread shares the cache of compiled code only if told so; stripping types itself would take it 20 MB and 0.1 s. */
function environment(): NodeJS.ProcessEnv {
  const ofThisNode = getCompileCacheDir();
  return ofThisNode === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(ofThisNode) };
}
