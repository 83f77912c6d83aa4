/**
 * Outputs of a task, kept in internal storage for later runs of the same task that are defined alike once rendered. Only
 * plain successes are kept: what warns, fails or changes its execution is run again.
 */
import { isUnavailable, taskRunId, type JsonObject } from '@windhover/model';
import type { TaskResult } from '@windhover/plugin-sdk';
import { FileNotFound, type TenantFiles } from '@windhover/ports';
import { cacheDirectory, hide, pathOfUri, taskRunDirectory, uriOfPath } from '@windhover/services';
import { createHash } from 'node:crypto';
import { openerOf } from './hidden-values.ts';
import { messageOf } from './rendering.ts';
import type { Attempt } from './run-task.ts';
import type { Tools } from './tools.ts';

interface Entry {
  readonly at: number;
  /** Texts with secrets in them are sealed. */
  readonly outputs?: JsonObject;
  /** Where the task run that made it keeps its files. */
  readonly directory: string;
}

/** `asked` is all that the outputs depend on, beside the task itself. */
export async function throughCache(
  attempt: Attempt,
  asked: unknown,
  run: () => Promise<TaskResult<unknown>>,
  tools: Tools,
): Promise<TaskResult<unknown>> {
  const cache = openCache(attempt, asked, tools);
  const kept = await cache.find();
  if (kept !== undefined) return kept;
  const result = await run();
  if (result.warning !== true && result.update === undefined)
    await cache.keep(result.outputs as JsonObject | undefined);
  return result;
}

function openCache({ held, taskRun, context }: Attempt, asked: unknown, { deps, cacheAges, cacheSweeps }: Tools) {
  const { live, tenantKey } = held;
  const { definition } = taskRun.task;
  const { ttlMs = Infinity } = definition.taskCache!;
  const { namespace, id: flowId } = live.flow.flow;
  const files = deps.files.open(tenantKey, namespace);
  const place = { namespace, flowId, executionId: live.id };
  const own = taskRunDirectory(place, definition.id, taskRunId(live.id, taskRun.ord));
  const directory = cacheDirectory(place, definition.id);
  const path = `${directory}/${keyOf([tenantKey, namespace, flowId, definition.id, definition.type, asked])}.json`;

  return { find, keep };

  async function find(): Promise<TaskResult<unknown> | undefined> {
    try {
      const entry = await readEntry(files, path);
      if (cacheAges.of(tenantKey, path, entry.at) >= ttlMs) return undefined;
      const readable = entry.outputs && (await openerOf(held, deps).open(entry.outputs));
      const outputs = (await withOwnFiles(readable, entry.directory)) as JsonObject | undefined;
      context.log('INFO', `Outputs are those of ${new Date(entry.at).toISOString()}, from the task's cache`);
      return outputs === undefined ? {} : { outputs };
    } catch (cause) {
      if (isUnavailable(cause)) throw cause;
      if (!(cause instanceof FileNotFound)) context.log('WARN', `The task's cache cannot be read: ${messageOf(cause)}`);
      return undefined;
    }
  }

  /** The task has done its work whatever becomes of this. */
  async function keep(outputs: JsonObject | undefined): Promise<void> {
    try {
      const kept = outputs === undefined ? {} : { outputs: hide(outputs, held) };
      const entry: Entry = { at: deps.clock.now(), directory: own, ...kept };
      await files.put(path, Buffer.from(JSON.stringify(entry)));
      // Met here and now: it ages evenly from its first moment on.
      cacheAges.of(tenantKey, path, entry.at);
      if (cacheSweeps.isDue(tenantKey, directory, ttlMs)) await removeOlder();
    } catch (cause) {
      context.log('WARN', `The outputs cannot be kept in the task's cache: ${messageOf(cause)}`);
    }
  }

  async function removeOlder(): Promise<void> {
    for (const { path: other, kind, modifiedAt } of await files.list(directory)) {
      const ageMs = cacheAges.of(tenantKey, other, modifiedAt);
      if (kind === 'File' && ageMs > ttlMs && ageMs !== Infinity) await files.delete(other);
    }
  }

  /** Files that the earlier task run had stored are copied, so that they live as long as this execution. */
  async function withOwnFiles(value: unknown, from: string): Promise<unknown> {
    if (typeof value === 'string') {
      const source = pathOfUri(value);
      if (source?.startsWith(`${from}/`) !== true) return value;
      const target = `${own}/${source.slice(from.length + 1)}`;
      if (target !== source) await files.put(target, files.read(source));
      return uriOfPath(target);
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return Promise.all(value.map((item) => withOwnFiles(item, from)));
    const entries = Object.entries(value).map(async ([key, item]) => [key, await withOwnFiles(item, from)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
}

async function readEntry(files: TenantFiles, path: string): Promise<Entry> {
  const content = Buffer.concat(await Array.fromAsync(files.read(path)));
  return JSON.parse(content.toString('utf8')) as Entry;
}

function keyOf(parts: unknown): string {
  const text = JSON.stringify(parts, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return createHash('sha256').update(text).digest('hex');
}
