/** The `cache` of a WorkingDirectory: files that its next run, or that of the same item of a loop, begins with. */
import { parseDuration } from '@windhover/expressions';
import { isUnavailable } from '@windhover/model';
import { FileNotFound } from '@windhover/ports';
import { cacheDirectory } from '@windhover/services';
import { createHash } from 'node:crypto';
import type { Properties } from './prepared-task.ts';
import type { DirectoryStepName } from './remote/directory-steps.ts';
import { messageOf } from './rendering.ts';
import { persistently, type Attempt } from './run-task.ts';
import type { Tools } from './tools.ts';

export interface CacheChoice {
  readonly patterns: readonly string[];
  readonly ttl?: string;
}

/** Answers the outputs of a step that is taken where the directory is. */
export type TakeStep = (name: DirectoryStepName, properties: Properties) => Promise<Readonly<Record<string, unknown>>>;

/**
 * Fills the directory; the answer keeps what matches by then, unless nothing of it has changed. Neither fails the task, and
 * both wait for the store.
 */
export async function restoreCache(
  attempt: Attempt,
  { patterns, ttl }: CacheChoice,
  take: TakeStep,
  tools: Tools,
): Promise<() => Promise<void>> {
  const { held, taskRun, context } = attempt;
  const { deps, cacheAges } = tools;
  const { live, tenantKey } = held;
  const { id: flowId, namespace } = live.flow.flow;
  const files = deps.files.open(tenantKey, namespace);
  const place = cacheDirectory({ namespace, flowId }, taskRun.task.id);
  const path = `${place}/${keyOf([flowId, taskRun.task.id, taskRun.value])}/cache.zip`;

  const warn = (what: string, cause: unknown): void => {
    if (isUnavailable(cause)) throw cause;
    context.log('WARN', `The cache cannot be ${what}: ${messageOf(cause)}`);
  };
  const restored = await persistently(attempt, tools, () =>
    unpack().catch((cause: unknown) => {
      if (!(cause instanceof FileNotFound)) warn('read', cause);
      return undefined;
    }),
  );
  return () => persistently(attempt, tools, () => keep().catch((cause: unknown) => warn('kept', cause)));

  /** What the files were like then; undefined when there is no archive, or it is too old. */
  async function unpack(): Promise<unknown> {
    const ttlMs = ttl === undefined ? Infinity : parseDuration(ttl);
    const found = await files.find(path);
    if (found === undefined || cacheAges.of(tenantKey, path, found.modifiedAt) >= ttlMs) return undefined;
    return (await take('unpack', { archive: files.read(path), patterns }))['fingerprint'];
  }

  async function keep(): Promise<void> {
    const fingerprint = restored === undefined ? {} : { fingerprint: restored };
    const { archive } = await take('pack', { patterns, now: deps.clock.now(), ...fingerprint });
    if (archive === undefined) return;
    await files.put(path, archive as AsyncIterable<Uint8Array>);
    const kept = await files.find(path);
    // Met here and now: it ages evenly from its first moment on.
    if (kept !== undefined) cacheAges.of(tenantKey, path, kept.modifiedAt);
  }
}

function keyOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
