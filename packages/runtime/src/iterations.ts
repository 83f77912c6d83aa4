/** Executions that a Loop runs its tasks in: each made once, found again after a restart, and what all came to. */
import type { Effect } from '@windhover/engine';
import { isUnavailable, type Execution, type Flow, type JsonObject } from '@windhover/model';
import { toExecution } from '@windhover/ports';
import type { Held } from './held.ts';
import { hideExecution, openerOf, openExecution } from './hidden-values.ts';
import { correlated, hasFailed, restartChild, tellIfOver } from './child-executions.ts';
import { loopLines, readLoopPage } from './loop-values.ts';
import type { ParentTarget } from './notify-parent.ts';
import { taskFilesOf } from './task-files.ts';
import type { Tools } from './tools.ts';

type EffectOf<Kind extends Effect['kind']> = Effect & { readonly kind: Kind };

export interface Iterations {
  start(parent: Held, effect: EffectOf<'startIteration'>): Promise<void>;
  find(parent: Held, effect: EffectOf<'findIteration'>): Promise<void>;
  readValues(parent: Held, effect: EffectOf<'readValues'>): Promise<void>;
  keepValues(parent: Held, effect: EffectOf<'keepValues'>): Promise<void>;
  gatherOutputs(parent: Held, effect: EffectOf<'gatherOutputs'>): Promise<void>;
}

/** Outputs of all iterations up to this size, as JSON, are part of the task's own where nothing else is said. */
const smallOutputsBytes = 64 * 1024;
/** Rows looked up at the same time. */
const lookupsAtOnce = 50;

export function createIterations(target: ParentTarget, tools: Tools): Iterations {
  const { deps, route } = tools;
  const { shards } = deps.store;

  return {
    async start(parent, { ord, iteration, round, loopRun }) {
      const made = round === 1 ? undefined : await lastMade(parent, ord, iteration, round);
      if (made !== undefined && mayGoOn(made)) {
        const isOn = !hasFailed(made) || (await restartChild(parent.tenantKey, made.id, tools)) !== undefined;
        if (isOn) return started(parent, ord, iteration, made.id);
      }
      const { live, tenantKey, sealedInputs, shard } = parent;
      const flow = await flowOf(parent, loopRun.taskId);
      if (flow === undefined) {
        const message = 'the revision of the flow does not exist any more';
        return target.post(parent, { kind: 'childRefused', ord, iteration, message, at: deps.clock.now() });
      }
      const { begunFrom, breakpoints, variables } = live;
      const inputs = sealedInputs ?? begunFrom.inputs;
      const child = await route.create({
        tenantKey,
        tenantId: live.flow.tenantId,
        flow,
        executionId: deps.ids.next(),
        shard,
        kind: 'LOOP',
        labels: correlated(live.labels, parent),
        ...(breakpoints === undefined ? undefined : { breakpoints }),
        idempotencyKey: keyOf(parent, ord, iteration, round),
        ...hideExecution(
          {
            loopRun,
            ...(inputs === undefined ? undefined : { inputs }),
            ...(variables === undefined ? undefined : { variables }),
            ...(begunFrom.trigger === undefined ? undefined : { trigger: begunFrom.trigger }),
          },
          parent,
        ),
      });
      tools.crashAt('loop.after-iteration-created');
      await started(parent, ord, iteration, child.id);
    },

    async find(parent, { ord, iteration, round }) {
      const made = await lastMade(parent, ord, iteration, round);
      if (made !== undefined) return started(parent, ord, iteration, made.id);
      const message = 'was never begun';
      target.post(parent, { kind: 'childRefused', ord, iteration, message, at: deps.clock.now() });
    },

    readValues: (parent, effect) =>
      answer(parent, effect, () => {
        const files = taskFilesOf(parent, effect.ord, tools, 'allowed');
        return readLoopPage(files.read(effect.uri, { start: effect.offset }), effect);
      }),

    keepValues: (parent, effect) =>
      answer(parent, effect, async () => {
        const { values, isKeyed, ord } = effect;
        const files = taskFilesOf(parent, ord, tools, 'allowed');
        return { uri: await files.put('values.ion', inTurn(loopLines(values, isKeyed))), isKeyed };
      }),

    gatherOutputs: (parent, effect) => answer(parent, effect, () => gather(parent, effect)),
  };

  async function started(parent: Held, ord: number, iteration: number, childId: string): Promise<void> {
    target.post(parent, { kind: 'childStarted', ord, iteration, childId, at: deps.clock.now() });
    await tellIfOver(target, parent.tenantKey, childId, tools);
  }

  async function flowOf({ live, tenantKey }: Held, taskId: string): Promise<Flow | undefined> {
    const { namespace, id, revision, templates } = live.flow.flow;
    const whole = await deps.flows.find(tenantKey, namespace, id, revision, templates);
    return whole && tools.iterationFlow(whole, taskId);
  }

  /** The one of the latest round in which one was made. */
  async function lastMade(parent: Held, ord: number, iteration: number, round: number): Promise<Execution | undefined> {
    const { tenantKey } = parent;
    for (let at = round; at >= 1; at -= 1) {
      const id = await shards.findIdempotent(tenantKey, keyOf(parent, ord, iteration, at));
      const row = id === undefined ? undefined : await shards.findExecution(tenantKey, id);
      if (row !== undefined) return toExecution(row);
    }
    return undefined;
  }

  async function answer(
    parent: Held,
    { ord, key }: { readonly ord: number; readonly key: string },
    work: () => Promise<unknown>,
  ): Promise<void> {
    const result = await work().then(
      (value) => ({ kind: 'value', value }) as const,
      (cause: unknown) => {
        if (isUnavailable(cause)) throw cause;
        return { kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) } as const;
      },
    );
    target.post(parent, { kind: 'evaluated', ord, key, result, at: deps.clock.now() });
  }

  async function gather(parent: Held, effect: EffectOf<'gatherOutputs'>): Promise<JsonObject> {
    const { fetchType, ord } = effect;
    const { maxOutputsBytes } = deps.settings;
    const limitBytes = fetchType === 'FETCH' ? maxOutputsBytes : fetchType === 'AUTO' ? smallOutputsBytes : 0;
    const outputs = limitBytes === 0 ? undefined : await within(limitBytes, rowsOf(parent, effect));
    if (outputs !== undefined) return { outputs };
    if (fetchType === 'FETCH') {
      throw new Error(`they are larger than ${maxOutputsBytes} bytes; write 'fetchType: STORE' to have them in a file`);
    }
    const files = taskFilesOf(parent, ord, tools, 'allowed');
    return { uri: await files.put('outputs.ion', linesOf(rowsOf(parent, effect))) };
  }

  /** In the order of the values, whatever the order in which they ended. */
  async function* rowsOf(parent: Held, { ord, count, round }: EffectOf<'gatherOutputs'>): AsyncIterable<JsonObject> {
    const opener = openerOf(parent, deps);
    for (let from = 0; from < count; from += lookupsAtOnce) {
      const indexes = Array.from({ length: Math.min(lookupsAtOnce, count - from) }, (_, at) => from + at);
      const made = await Promise.all(indexes.map((index) => lastMade(parent, ord, index, round)));
      for (const [at, execution] of made.entries()) {
        yield toRow(from + at, execution && (await openExecution(execution, opener)));
      }
    }
  }
}

function toRow(iteration: number, execution: Execution | undefined): JsonObject {
  const { key, value = null } = execution?.loopRun ?? {};
  return {
    item: { value, iteration, ...(key === undefined ? undefined : { key }) },
    outputs: execution?.outputs ?? {},
  };
}

/** Undefined when they are larger. */
async function within(limitBytes: number, rows: AsyncIterable<JsonObject>): Promise<JsonObject[] | undefined> {
  const found: JsonObject[] = [];
  let sizeBytes = 0;
  for await (const row of rows) {
    sizeBytes += Buffer.byteLength(JSON.stringify(row));
    if (sizeBytes > limitBytes) return undefined;
    found.push(row);
  }
  return found;
}

async function* linesOf(rows: AsyncIterable<JsonObject>): AsyncIterable<Uint8Array> {
  for await (const row of rows) yield Buffer.from(`${JSON.stringify(row)}\n`);
}

async function* inTurn(chunks: Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* chunks;
}

function keyOf({ executionId }: Held, ord: number, iteration: number, round: number): string {
  return `loop/${executionId}/${ord}/${iteration}/${round}`;
}

/** Killed ones stay so, and so do those that another one took the place of. */
function mayGoOn({ state: { current } }: Execution): boolean {
  return current !== 'KILLED' && current !== 'RETRIED';
}
