import { Worker } from 'node:worker_threads';

/** Starts a thread that lies beside this file, whether the program runs from source or was built. */
export function startThread(name: string, workerData: unknown): Worker {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Worker(new URL(`./${name}.${extension}`, import.meta.url), { workerData, name });
}
