/** The `cache` of a WorkingDirectory: files that its next run, or that of the same item of a loop, begins with. */
import { parseDuration } from '@windhover/expressions';
import { isUnavailable } from '@windhover/model';
import { matchingFiles, TaskError } from '@windhover/plugin-sdk';
import { FileNotFound } from '@windhover/ports';
import { cacheDirectory, readZip, writeZip } from '@windhover/services';
import { createHash } from 'node:crypto';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf } from './rendering.ts';
import type { Attempt } from './run-task.ts';
import { readLocal } from './task-files.ts';
import type { Tools } from './tools.ts';

export interface CacheChoice {
  readonly patterns: readonly string[];
  readonly ttl?: string;
}

/** An archive is unpacked in memory. */
const maxBytes = 256 * 1024 * 1024;

/**
 * Fills the directory; the answer keeps what matches by then, unless nothing of it has changed. Neither fails the task; while
 * the store is away both reject, to be done again.
 */
export async function restoreCache(
  { held, taskRun, context }: Attempt,
  { patterns, ttl }: CacheChoice,
  directory: string,
  { deps, cacheAges }: Tools,
): Promise<() => Promise<void>> {
  const { live, tenantKey } = held;
  const { id: flowId, namespace } = live.flow.flow;
  const files = deps.files.open(tenantKey, namespace);
  const place = cacheDirectory({ namespace, flowId }, taskRun.task.id);
  const path = `${place}/${keyOf([flowId, taskRun.task.id, taskRun.value])}/cache.zip`;

  const warn = (what: string, cause: unknown): void => {
    if (isUnavailable(cause)) throw cause;
    context.log('WARN', `The cache cannot be ${what}: ${messageOf(cause)}`);
  };
  const restored = await unpack().catch((cause: unknown) => {
    if (!(cause instanceof FileNotFound)) warn('read', cause);
    return undefined;
  });
  return () => keep().catch((cause: unknown) => warn('kept', cause));

  /** What the files were like then; undefined when there is no archive, or it is too old. */
  async function unpack(): Promise<string | undefined> {
    const ttlMs = ttl === undefined ? Infinity : parseDuration(ttl);
    const found = await files.find(path);
    if (found === undefined || cacheAges.of(tenantKey, path, found.modifiedAt) >= ttlMs) return undefined;
    const archive = Buffer.concat(await Array.fromAsync(files.read(path)));
    // We have written it: what compresses well is no bomb.
    const entries = await readZip(archive, { maxBytes, maxEntries: Infinity, maxTimes: Infinity });
    for (const { path: name, content } of entries) {
      const local = join(directory, name);
      await mkdir(dirname(local), { recursive: true });
      await writeFile(local, content);
    }
    return fingerprint();
  }

  async function keep(): Promise<void> {
    if (restored !== undefined && (await fingerprint()) === restored) return;
    const names = await matchingFiles(patterns, directory);
    let sizeBytes = 0;
    for (const name of names) sizeBytes += (await stat(join(directory, name))).size;
    if (sizeBytes > maxBytes) throw new TaskError(`its files have ${sizeBytes} bytes, at most ${maxBytes} are kept`);
    await files.put(path, writeZip(entriesOf(names)));
    const archive = await files.find(path);
    // Met here and now: it ages evenly from its first moment on.
    if (archive !== undefined) cacheAges.of(tenantKey, path, archive.modifiedAt);
  }

  function* entriesOf(names: readonly string[]) {
    for (const name of names) {
      yield { path: name, content: readLocal(join(directory, name)), modifiedAt: deps.clock.now() };
    }
  }

  /** Of everything that matches: names, sizes and times. */
  async function fingerprint(): Promise<string> {
    const lines: string[] = [];
    for (const name of await matchingFiles(patterns, directory)) {
      const { size, mtimeMs } = await stat(join(directory, name));
      lines.push(`${name}\0${size}\0${mtimeMs}`);
    }
    return lines.join('\n');
  }
}

function keyOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
