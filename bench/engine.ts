/** What the engine itself costs: microseconds an event, without store, expressions or tasks. `node --conditions=@windhover/source bench/engine.ts` */
import {
  advance,
  compileFlow,
  startLive,
  type CompiledFlow,
  type Evaluator,
  type Event,
  type Live,
} from '@windhover/engine';
import { defaultTenantKey, type Flow, type TaskDefinition } from '@windhover/model';

const evaluator: Evaluator = {
  text: (template) => ({ kind: 'value', value: template }),
  value: (template) => ({ kind: 'value', value: template }),
};

function aTask(id: string, type = 'bench.Return', rest: Partial<TaskDefinition> = {}): TaskDefinition {
  return {
    id,
    type,
    disabled: false,
    allowFailure: false,
    allowWarning: false,
    logToFile: false,
    properties: {},
    ...rest,
  };
}

function compiled(tasks: readonly TaskDefinition[]): CompiledFlow {
  const flow: Flow = {
    id: 'bench',
    namespace: 'bench',
    revision: 1,
    labels: [],
    inputs: [],
    tasks,
    errors: [],
    finally: [],
    afterExecution: [],
    triggers: [],
    outputs: [],
    sla: [],
    checks: [],
    pluginDefaults: [],
    disabled: false,
    draft: false,
    deleted: false,
    document: {},
  };
  return compileFlow(flow, { key: defaultTenantKey, id: undefined }, () => 'inline');
}

function forEach(count: number, concurrencyLimit: number, tasks: readonly TaskDefinition[]): CompiledFlow {
  const values = Array.from({ length: count }, (_, index) => `${index}`);
  const children = { tasks, errors: [], finally: [] };
  return compiled([
    aTask('each', 'io.kestra.plugin.core.flow.ForEach', { properties: { values, concurrencyLimit }, children }),
  ]);
}

const outputs = { value: 'done' };

/** Runs one execution to its end, tasks in order of their jobs; answers how many events it took. */
function run(flow: CompiledFlow, halfway?: () => void, half = Number.POSITIVE_INFINITY): number {
  const live: Live = startLive(
    flow,
    { id: '0000000000000000000000', labels: [], originalId: '0000000000000000000000' },
    1,
    evaluator,
  );
  const due: number[] = [];
  let continues = 0;
  let count = 0;
  const send = (event: Event): void => {
    count += 1;
    for (const effect of advance(live, event).effects) {
      if (effect.kind === 'runTask') due.push(effect.ord);
      else if (effect.kind === 'continue') continues += 1;
    }
  };
  send({ kind: 'created', at: 1 });
  let next = 0;
  while (!live.isOver) {
    if (continues > 0) {
      continues -= 1;
      send({ kind: 'continued', frame: 'open', at: 1 });
      continue;
    }
    if (next === half) halfway?.();
    send({ kind: 'taskSucceeded', ord: due[next++]!, attempt: 1, lease: 0, at: 2, outputs });
  }
  return count;
}

/** CPU of this thread in milliseconds: what else runs on the machine does not count. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function report(name: string, us: number, unit: string): void {
  console.log(`${name.padEnd(52)} ${us.toFixed(2).padStart(8)} µs ${unit}`);
}

function measureMany(name: string, flow: CompiledFlow, times: number, unit: string, units: number): void {
  for (let index = 0; index < times / 5; index += 1) run(flow);
  const started = cpuMs();
  for (let index = 0; index < times; index += 1) run(flow);
  report(name, ((cpuMs() - started) * 1_000) / times / units, unit);
}

/** Both halves apart: a cost that grows with what is there shows as a slower second half. */
function measureLarge(name: string, flow: CompiledFlow, jobs: number): void {
  run(flow);
  let middle = 0;
  const started = cpuMs();
  const events = run(flow, () => (middle = cpuMs()), Math.floor(jobs / 2));
  const ended = cpuMs();
  report(name, ((ended - started) * 1_000) / events, 'an event');
  report('  first half, opening included', ((middle - started) * 1_000) / (events / 2), 'an event');
  report('  second half', ((ended - middle) * 1_000) / (events / 2), 'an event');
}

const chain = (length: number): TaskDefinition[] => Array.from({ length }, (_, index) => aTask(`t${index}`));

measureMany('one-task execution', compiled(chain(1)), 200_000, 'an execution', 1);
measureMany('chain of 500', compiled(chain(500)), 500, 'a step', 500);
for (const count of [10, 1_000])
  measureMany(`ForEach of ${count}, unlimited`, forEach(count, 0, chain(1)), 200_000 / count / 2, 'a child', count);
for (const count of [10_000, 100_000]) {
  measureLarge(`ForEach of ${count}, unlimited`, forEach(count, 0, chain(1)), count);
  measureLarge(`ForEach of ${count}, 10 at a time`, forEach(count, 10, chain(1)), count);
}
measureLarge('ForEach of 100000, groups of two tasks, unlimited', forEach(100_000, 0, chain(2)), 200_000);
