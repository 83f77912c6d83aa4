/** Room for one attempt on a worker, and looks of triggers: the code runs there, and what it asks for is answered here. */
import type { TenantKey } from '@windhover/model';
import { TaskError, type RunContext, type Stop, type TaskResult, type TriggerContext } from '@windhover/plugin-sdk';
import { createFewAtATime } from './few-at-a-time.ts';
import type { Arguments, Peer } from './peer.ts';
import {
  explainSchema,
  foundSchema,
  logSchema,
  metricSchema,
  resultSchema,
  type LookRequest,
  type RunRequest,
} from './protocol.ts';

export interface Place {
  /**
   * Runs the code of a type in the directory of this place. Rejects with its failure, and when the worker is gone or the
   * place was closed.
   */
  run(
    type: string,
    tenantKey: TenantKey,
    context: RunContext<unknown>,
  ): Promise<TaskResult<Readonly<Record<string, unknown>>>>;
  /** Called once if the worker is gone before it is closed. */
  onLost(lost: () => void): void;
  /** Ends what is left there. Nothing is answered to it any more. Idempotent. */
  close(): void;
}

/**
 * Runs the code of a polling trigger on a worker; answers what it found as JSON has it. Takes no room of an attempt. Rejects
 * with its failure, with {@link LookLost}, and with the reason of the context's signal at once: nothing is answered to it then.
 */
export type LookThere = (type: string, tenantKey: TenantKey, context: TriggerContext<unknown>) => Promise<unknown>;

/** The worker is gone before it has answered. */
export class LookLost extends Error {}

/** The places on one worker. */
export interface Places {
  readonly size: number;
  open(): Place;
  /** Looks under way. */
  readonly lookCount: number;
  readonly look: LookThere;
  /** What a task run on the worker asks for or tells. Throws for what is not given to this worker. */
  handle(method: string, args: Arguments): unknown;
  /** The worker is gone. */
  lose(): void;
}

interface Run {
  readonly serve: (method: string, args: Arguments) => unknown;
  readonly abandon: (cause: Error) => void;
}

/** Of one worker: rendering takes time of the thread that serves everybody. With 1,000 at once others waited for 3.7 s, so for 0.1 s. */
const renderedAtOnce = 4;

/** `changed` is called when there is room again. */
export function createPlaces(peer: () => Peer, changed: () => void): Places {
  const runs = new Map<number, Run>();
  const places = new Map<number, { lost: (() => void) | undefined; readonly runs: Set<number> }>();
  const looks = new Set<number>();
  const rendering = createFewAtATime(renderedAtOnce);
  let runCount = 0;
  let placeCount = 0;

  return {
    get size() {
      return places.size;
    },
    open: openPlace,
    get lookCount() {
      return looks.size;
    },
    look,
    handle: (method, args) => (method === 'render' ? rendering(() => serveRun(method, args)) : serveRun(method, args)),
    lose() {
      const lost = [...places.values()];
      for (const number of looks) runs.get(number)?.abandon(new LookLost('The worker that looked is gone'));
      places.clear();
      runs.clear();
      for (const place of lost) place.lost?.();
    },
  };

  function serveRun(method: string, args: Arguments): unknown {
    const given = runs.get(Number(args['run']));
    if (given === undefined) throw new TaskError('This worker has no such task run');
    return given.serve(method, args);
  }

  function openPlace(): Place {
    placeCount += 1;
    const number = placeCount;
    const place = { lost: undefined as (() => void) | undefined, runs: new Set<number>() };
    places.set(number, place);
    let isClosed = false;
    return {
      run: (type, tenantKey, context) => {
        if (isClosed) return Promise.reject(new TaskError('The task run was taken from its worker'));
        return run(number, place.runs, type, tenantKey, context);
      },
      onLost(lost) {
        place.lost = lost;
      },
      close() {
        if (isClosed) return;
        isClosed = true;
        place.lost = undefined;
        for (const left of place.runs) runs.get(left)?.abandon(new TaskError('The task run was taken from its worker'));
        const leave = (): void => {
          if (places.delete(number)) changed();
        };
        // Its room is free once the worker says that nothing of it runs any more
        peer().call('close', { place: number }).then(leave, leave);
      },
    };
  }

  async function run(
    place: number,
    own: Set<number>,
    type: string,
    tenantKey: TenantKey,
    context: RunContext<unknown>,
  ): Promise<TaskResult<Readonly<Record<string, unknown>>>> {
    const { properties, taskRun, execution, signal } = context;
    signal.throwIfAborted();
    runCount += 1;
    const number = runCount;
    const abandoned = Promise.withResolvers<never>();
    const stop = (): void => {
      const reason = signal.reason as Stop;
      peer().tell('stop', { run: number, stop: reason });
      // What is taken from a worker it does not answer
      if (reason.kind === 'lost') abandoned.reject(new TaskError(reason.message));
    };
    runs.set(number, { serve: (method, args) => serve(method, args, context), abandon: abandoned.reject });
    own.add(number);
    signal.addEventListener('abort', stop, { once: true });
    try {
      const request: RunRequest = { run: number, place, type, tenantKey, properties, taskRun, execution };
      const answer = peer().call('run', { ...request });
      return toResult(await Promise.race([answer, abandoned.promise]));
    } finally {
      signal.removeEventListener('abort', stop);
      runs.delete(number);
      own.delete(number);
    }
  }

  async function look(type: string, tenantKey: TenantKey, context: TriggerContext<unknown>): Promise<unknown> {
    const { properties, trigger, signal } = context;
    signal.throwIfAborted();
    runCount += 1;
    const number = runCount;
    const ended = Promise.withResolvers<never>();
    const stop = (): void => {
      runs.delete(number);
      peer().tell('stop', { run: number, stop: { kind: 'killed', message: 'Nobody waits for the look any more' } });
      ended.reject(signal.reason);
    };
    runs.set(number, { serve: (method, args) => serveLook(method, args, context), abandon: ended.reject });
    looks.add(number);
    signal.addEventListener('abort', stop, { once: true });
    try {
      const request: LookRequest = { run: number, type, tenantKey, properties, trigger };
      return toFound(await Promise.race([peer().call('look', { ...request }), ended.promise]));
    } finally {
      signal.removeEventListener('abort', stop);
      runs.delete(number);
      looks.delete(number);
    }
  }
}

function toFound(answer: unknown): unknown {
  const found = foundSchema.safeParse(answer);
  if (!found.success) throw new TaskError('The worker answered what is no result of a trigger');
  return found.data === null || found.data === undefined ? undefined : JSON.parse(JSON.stringify(found.data));
}

function toResult(answer: unknown): TaskResult<Readonly<Record<string, unknown>>> {
  const result = resultSchema.safeParse(answer ?? {});
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `'${issue.path.join('.')}': ${issue.message}`);
  throw new TaskError(`The worker answered what is no result: ${problems.join('; ')}`);
}

/** Names of local files never come from a worker: contents arrive as streams. */
function serve(
  method: string,
  args: Arguments,
  { log, metric, render, runTask, files, services }: RunContext<unknown>,
) {
  switch (method) {
    case 'log': {
      const { level, message } = logSchema.parse(args);
      return log(level, message);
    }
    case 'metric':
      return metric(metricSchema.parse(args).metric);
    case 'render':
      return render(args['template'], args['extra'] as never);
    case 'runTask':
      return runTask(String(args['spec']));
    case 'files.put':
      return files.put(String(args['name']), contentOf(args['content']));
    case 'files.read':
      return files.read(String(args['uri']));
    case 'files.sizeBytes':
      return files.sizeBytes(String(args['uri']));
    case 'files.delete':
      return files.delete(String(args['uri']));
    case 'services.call':
      return services.call(String(args['name']), (args['args'] ?? {}) as Arguments);
    default:
      throw new TaskError(`A worker cannot ask for '${method}'`);
  }
}

function serveLook(method: string, args: Arguments, { log, render, services, explain }: TriggerContext<unknown>) {
  switch (method) {
    case 'log': {
      const { level, message } = logSchema.parse(args);
      return log(level, message);
    }
    case 'explain':
      return explain(explainSchema.parse(args).reason);
    case 'render':
      return render(args['template'], args['extra'] as never);
    case 'services.call':
      return services.call(String(args['name']), (args['args'] ?? {}) as Arguments);
    default:
      throw new TaskError(`A trigger on a worker cannot ask for '${method}'`);
  }
}

function contentOf(value: unknown): AsyncIterable<Uint8Array> {
  if (typeof value !== 'object' || value === null || !(Symbol.asyncIterator in value)) {
    throw new TaskError('The content of a file must arrive as a stream');
  }
  return value as AsyncIterable<Uint8Array>;
}
