/** Tasks and looks of triggers on the worker's side: their code, with a context whose questions the server answers. */
import type { Confinements, HttpClient, TenantKey } from '@windhover/model';
import {
  TaskError,
  type Metric,
  type RunContext,
  type RunnableTask,
  type Stop,
  type TaskFiles,
  type TaskLog,
  type TaskResult,
  type TriggerContext,
} from '@windhover/plugin-sdk';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskRegistry, TriggerRegistry } from '../deps.ts';
import { removeDirectory } from '../remove-directory.ts';
import { readLocal } from '../task-files.ts';
import { findStep } from './directory-steps.ts';
import { NoAnswer, type Arguments, type Peer } from './peer.ts';
import { maxReasonLength, type LookRequest, type RunRequest, type StopRequest } from './protocol.ts';

/** What tasks use of the worker's own machine. */
export interface WorkerParts {
  readonly tasks: TaskRegistry;
  readonly triggers: TriggerRegistry;
  readonly http: { of(tenantKey: TenantKey): HttpClient };
  readonly confinement: Confinements;
  /** Where working directories are made. */
  readonly tmpDir: string;
}

export interface RemoteRuns {
  /** Attempts that have room here. */
  readonly size: number;
  handle(method: string, args: Arguments): unknown;
  /** Tells all to stop; resolves once nothing runs. Nobody is answered. */
  abandon(stop: Stop): Promise<void>;
}

interface Run {
  readonly controller: AbortController;
  readonly isOver: Promise<void>;
}

interface RemotePlace {
  readonly runs: Map<number, Run>;
  directory: Promise<string> | undefined;
}

/** What may wait for the server before lines of logs are dropped. */
const maxKeptBytes = 16 * 1024 * 1024;

/** `changed` is called when an attempt has left its room. */
export function createRemoteRuns(
  parts: WorkerParts,
  peer: () => Peer,
  keptBytes: () => number,
  changed: () => void,
): RemoteRuns {
  const places = new Map<number, RemotePlace>();
  const looks = new Map<number, Run>();

  return {
    get size() {
      return places.size;
    },
    handle(method, args) {
      switch (method) {
        case 'run':
          return run(args as unknown as RunRequest);
        case 'look':
          return look(args as unknown as LookRequest);
        case 'stop': {
          const { run: number, stop } = args as unknown as StopRequest;
          looks.get(number)?.controller.abort(stop);
          for (const { runs } of places.values()) runs.get(number)?.controller.abort(stop);
          return undefined;
        }
        case 'close':
          return close(Number(args['place']), { kind: 'lost', message: 'The attempt is over' });
        default:
          throw new Error(`A server cannot ask for '${method}'`);
      }
    },
    async abandon(stop) {
      for (const { controller } of looks.values()) controller.abort(stop);
      await Promise.all([
        ...Array.from(places.keys(), (place) => close(place, stop)),
        ...Array.from(looks.values(), ({ isOver }) => isOver),
      ]);
    },
  };

  async function close(number: number, stop: Stop): Promise<void> {
    const place = places.get(number);
    if (place === undefined) return;
    for (const { controller } of place.runs.values()) if (!controller.signal.aborted) controller.abort(stop);
    await Promise.all(Array.from(place.runs.values(), ({ isOver }) => isOver));
    if (place.directory !== undefined) await removeDirectory(await place.directory);
    places.delete(number);
    changed();
  }

  async function run(request: RunRequest): Promise<TaskResult<unknown>> {
    const code = codeOf(request.type);
    const place = places.get(request.place) ?? { runs: new Map(), directory: undefined };
    places.set(request.place, place);
    const controller = new AbortController();
    const work = code(contextOf(request, place, controller.signal) as never);
    const ignore = (): void => undefined;
    place.runs.set(request.run, { controller, isOver: work.then(ignore, ignore) });
    const [outcome] = await Promise.allSettled([work]);
    place.runs.delete(request.run);
    // What was taken from here is run again: this is not how it ended
    if ((controller.signal.reason as Stop | undefined)?.kind === 'lost') throw new NoAnswer();
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  async function look(request: LookRequest): Promise<unknown> {
    const code = parts.triggers.find(request.type);
    if (code === undefined) throw new TaskError(`Trigger type '${request.type}' does not exist on this worker`);
    const controller = new AbortController();
    const work = code.evaluate(lookContextOf(request, controller.signal) as never);
    const ignore = (): void => undefined;
    looks.set(request.run, { controller, isOver: work.then(ignore, ignore) });
    const [outcome] = await Promise.allSettled([work]);
    looks.delete(request.run);
    if ((controller.signal.reason as Stop | undefined)?.kind === 'lost') throw new NoAnswer();
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  function codeOf(type: string): (context: never) => Promise<TaskResult<unknown>> {
    const step = findStep(type);
    if (step !== undefined) return step;
    const task = parts.tasks.find(type);
    if (task?.kind !== 'runnable') throw new TaskError(`Task type '${type}' does not exist on this worker`);
    return (context) => (task as RunnableTask).run(context);
  }

  function contextOf(request: RunRequest, place: RemotePlace, signal: AbortSignal): RunContext<unknown> {
    const { run: number, tenantKey, properties, taskRun, execution } = request;
    const ask = (method: string, args: Arguments): Promise<unknown> => peer().call(method, { run: number, ...args });
    const tell = (method: string, args: Arguments): void => peer().tell(method, { run: number, ...args });
    return {
      properties,
      taskRun,
      execution,
      signal,
      log: logTo(tell),
      metric: (metric: Metric) => tell('metric', { metric }),
      workingDirectory: () => (place.directory ??= mkdtemp(join(parts.tmpDir, 'run-'))),
      render: (template, extra) => ask('render', { template, extra }),
      runTask: (spec) => ask('runTask', { spec }) as Promise<TaskResult<unknown>>,
      files: filesOf(ask),
      services: { call: (name, args) => ask('services.call', { name, args }) },
      confinement: parts.confinement.of(tenantKey as TenantKey),
      http: parts.http.of(tenantKey as TenantKey),
    };
  }

  function lookContextOf(request: LookRequest, signal: AbortSignal): TriggerContext<unknown> {
    const { run: number, tenantKey, properties, trigger } = request;
    const ask = (method: string, args: Arguments): Promise<unknown> => peer().call(method, { run: number, ...args });
    const tell = (method: string, args: Arguments): void => peer().tell(method, { run: number, ...args });
    return {
      properties,
      trigger,
      signal,
      log: logTo(tell),
      explain: (reason) => tell('explain', { reason: reason.slice(0, maxReasonLength) }),
      render: (template, extra) => ask('render', { template, extra }),
      services: { call: (name, args) => ask('services.call', { name, args }) },
      http: parts.http.of(tenantKey as TenantKey),
    };
  }

  function logTo(tell: (method: string, args: Arguments) => void): TaskLog {
    let droppedLines = 0;
    return (level, message) => {
      if (keptBytes() > maxKeptBytes) {
        droppedLines += 1;
        return;
      }
      if (droppedLines > 0) {
        const dropped = `${droppedLines} lines were dropped: the connection to the server is too slow for them`;
        droppedLines = 0;
        tell('log', { level: 'WARN', message: dropped });
      }
      tell('log', { level, message });
    };
  }
}

function filesOf(ask: (method: string, args: Arguments) => Promise<unknown>): TaskFiles {
  return {
    put: (name, content) => ask('files.put', { name, content: streamOf(content) }) as Promise<string>,
    async *read(uri) {
      yield* (await ask('files.read', { uri })) as AsyncIterable<Uint8Array>;
    },
    sizeBytes: (uri) => ask('files.sizeBytes', { uri }) as Promise<number>,
    delete: (uri) => ask('files.delete', { uri }) as Promise<boolean>,
  };
}

function streamOf(content: Parameters<TaskFiles['put']>[1]): AsyncIterable<Uint8Array> {
  if ('localPath' in content) return readLocal(content.localPath);
  return content instanceof Uint8Array ? once(content) : content;
}

async function* once(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
}
