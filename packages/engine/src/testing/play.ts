/**
 * A small outside world for tests: carries effects out with results that the flow itself lists, keeps rows like a store,
 * and, as asked, repeats events, refuses commits, forgets memory, kills. Time moves only when a timer fires.
 */
import { isTerminal, type Execution, type Flow, type StateName, type TaskRun } from '@windhover/model';
import { advance } from '../advance.ts';
import type { Live } from '../live.ts';
import { loadLive, type StoredTaskRun } from '../load-live.ts';
import { startLive, type StartOptions } from '../start-live.ts';
import { snapshot, taskRunOf } from '../to-task-run.ts';
import type { CompiledFlow, Effect, Event, LoopPage } from '../types.ts';
import { clockJump, interferenceOf, isReport } from './interference.ts';
import { compiled, testEvaluator } from './test-flow.ts';

export interface Disturbance {
  /** Asked before each event is applied; a number in [0, 1). */
  readonly random: () => number;
  /** How often an event is delivered once more, a commit refused, effects and memory lost after a commit. */
  readonly repeat?: number;
  readonly refuse?: number;
  readonly crash?: number;
  /** Whether jobs end in any order instead of a fixed one. */
  readonly shuffle?: boolean;
  /** Kills, pauses by hand, before the n-th event. */
  readonly killAt?: number;
  readonly pauseAt?: number;
  /** How often a worker never answers a kill. */
  readonly mute?: number;
  readonly openAtOnce?: number;
  /** How often an execution that failed is restarted. */
  readonly restarts?: number;
  /** How often something of `interference.ts` comes before an event, and after the end. */
  readonly interfere?: number;
  /** How often the clock on the wall is set before an event. */
  readonly clock?: number;
  /** What a replay begins with. */
  readonly copied?: NonNullable<StartOptions['copied']>;
}

export interface Played {
  readonly execution: Execution;
  /** By ordinal. */
  readonly taskRuns: readonly TaskRun[];
  readonly live: Live;
  readonly effects: readonly Effect[];
  readonly eventCount: number;
  /** The number of the event with which each task run, and the execution, came to its (last) end. */
  readonly endedWith: { readonly taskRuns: ReadonlyMap<number, number>; readonly execution: number };
  /** How often a user's operation left or replaced a terminal state. */
  readonly reopened: number;
  /** Child executions that go on although nobody waits for them, of which nobody will be told any more. */
  readonly orphans: readonly string[];
}

/** Plays the flow to its end; throws when it does not come to one. */
export function play(flow: Flow, disturbance: Disturbance = { random: () => 0.999 }): Played {
  const world = new World(compiled(flow), disturbance);
  world.run({ kind: 'created', at: 0 });
  for (let count = disturbance.restarts ?? 0; count > 0; count -= 1) world.restart();
  if (disturbance.interfere !== undefined) world.disturbTheEnd();
  return world.result();
}

interface Due {
  /** The same in every run of the flow, whatever the ordinals are: decides the order. */
  readonly name: string;
  readonly events: Event[];
}

class World {
  readonly #flow: CompiledFlow;
  readonly #by: Disturbance;
  readonly #rows = new Map<number, StoredTaskRun>();
  /** By what makes it one: a job is not carried out twice. */
  readonly #due = new Map<string, Due>();
  readonly #timers = new Map<string, number>();
  readonly #children = new Set<string>();
  /** Of each execution of an iteration: its index and what it is for. */
  readonly #iterations = new Map<string, Pick<Event & { kind: 'childEnded' }, 'iteration' | 'item'>>();
  /** How children ended, of which their parents may ask. */
  readonly #childEnds = new Map<string, Event & { kind: 'childEnded' }>();
  readonly #isMade = new Set<string>();
  /** Those that nobody has told to end, and that have not ended either. */
  readonly #alive = new Set<string>();
  readonly #effects: Effect[] = [];
  #live: Live;
  #execution: Execution | undefined;
  readonly #reported: Event[] = [];
  readonly #endedWith = new Map<number, number>();
  #endedLast = 0;
  #reopened = 0;
  #interferences = 0;
  /** By a clock that nobody sets. */
  #elapsedMs = 0;
  /** What the clock on the wall is ahead of it, and was when memory was filled. */
  #wallAheadMs = 1_000;
  #steadyAheadMs = 1_000;
  #events = 0;

  constructor(flow: CompiledFlow, disturbance: Disturbance) {
    this.#flow = flow;
    this.#by = disturbance;
    const { histories } = disturbance.copied?.state ?? { histories: [] };
    this.#reopened = histories.filter(({ state }) => isTerminal(state)).length;
    this.#live = this.#begun();
  }

  result(): Played {
    const taskRuns = [...this.#rows.values()].sort((left, right) => left.ord - right.ord);
    return {
      execution: this.#execution!,
      taskRuns,
      live: this.#live,
      effects: this.#effects,
      eventCount: this.#events,
      endedWith: { taskRuns: this.#endedWith, execution: this.#endedLast },
      reopened: this.#reopened,
      orphans: [...this.#alive].filter((childId) => !this.#due.has(`started ${childId}`)),
    };
  }

  restart(): void {
    this.#reload();
    this.#elapsedMs += 1;
    this.run({ kind: 'restarted', at: this.#at });
  }

  /** An execution that is over is read from its rows for whatever arrives. */
  disturbTheEnd(): void {
    for (let count = 0; count < 5; count += 1) {
      this.#reload();
      this.#interfere();
      this.#goOn();
    }
  }

  run(first: Event): void {
    this.#deliver({ ...first, at: this.#at });
    this.#goOn();
  }

  get #at(): number {
    return this.#elapsedMs + this.#wallAheadMs;
  }

  #setClock(byMs: number): void {
    this.#wallAheadMs = Math.max(this.#wallAheadMs + byMs, -this.#elapsedMs);
  }

  #goOn(): void {
    while (!this.#live.isOver) {
      if (this.#events > mostEvents) throw new Error('The execution does not end');
      if (this.#interferences < maxInterferences && this.#by.random() < (this.#by.interfere ?? 0)) this.#interfere();
      if (this.#live.isOver) return;
      if (this.#by.random() < (this.#by.clock ?? 0)) this.#setClock(clockJump(this.#by.random));
      if (this.#events === this.#by.killAt) this.#deliver({ kind: 'killRequested', at: this.#at });
      else if (this.#events === this.#by.pauseAt) this.#deliver({ kind: 'pauseRequested', at: this.#at });
      else this.#deliver(this.#next());
    }
  }

  #next(): Event {
    const due = this.#pickDue();
    if (due !== undefined) {
      const [key, { events }] = due;
      const event = events.shift()!;
      if (events.length === 0) this.#due.delete(key);
      return { ...event, at: this.#at };
    }
    const timer = [...this.#timers].sort(
      (left, right) => left[1] - right[1] || (this.#timerName(left[0]) < this.#timerName(right[0]) ? -1 : 1),
    )[0];
    if (timer !== undefined) {
      this.#elapsedMs = Math.max(this.#elapsedMs, timer[1]);
      this.#timers.delete(timer[0]);
      return { kind: 'timerFired', key: timer[0], at: this.#at };
    }
    if (this.#live.heldBy !== undefined) return { kind: 'switchReleased', at: this.#at };
    if (this.#live.isHeld) return { kind: 'resumed', at: this.#at };
    // By name, not in the order of pausing, which rows do not tell.
    const [paused] = [...(this.#live.paused ?? [])].sort((left, right) =>
      this.#nameOf(left.ord) < this.#nameOf(right.ord) ? -1 : 1,
    );
    if (paused !== undefined) {
      const decision = paused.task.definition.properties['decision'] === 'DENIED' ? 'DENIED' : 'APPROVED';
      return { kind: 'resumed', ord: paused.ord, decision, at: this.#at };
    }
    throw new Error(`Nothing is due, but the execution is ${this.#live.state.current}`);
  }

  #interfere(): void {
    this.#interferences += 1;
    const drawn = interferenceOf({ live: this.#live, rows: this.#rows, reported: this.#reported }, this.#by.random);
    if (drawn === undefined) return;
    if (drawn.kind === 'clock') this.#setClock(drawn.byMs);
    else this.#deliver({ ...drawn.event, at: this.#at });
  }

  #pickDue(): [string, Due] | undefined {
    const all = [...this.#due].sort((left, right) => (left[1].name < right[1].name ? -1 : 1));
    return this.#by.shuffle === true ? all[Math.floor(this.#by.random() * all.length)] : all[0];
  }

  #deliver(event: Event): void {
    this.#events += 1;
    const { random, refuse = 0, crash = 0, repeat = 0 } = this.#by;
    const { changes, effects } = advance(this.#live, event, this.#elapsedMs + this.#steadyAheadMs);
    if (random() < refuse) {
      // Nothing of it became true: the event is still to come.
      this.#reload();
      return this.#deliver(event);
    }
    if (isReport(event)) this.#reported.push(event);
    if (event.kind === 'childEnded') {
      this.#childEnds.set(event.childId, event);
      this.#alive.delete(event.childId);
    }
    for (const change of changes) this.#apply(change);
    if (event.kind === 'taskClaimed' && changes.length > 0) this.#startJob(event.ord, event.attempt);
    if (event.kind === 'childStarted' && changes.length > 0) this.#runChild(event);
    if (random() < crash) return this.#reload();
    for (const effect of effects) this.#carryOut(effect);
    // A resume without a name means the next pause when it is said again.
    const isNamed = event.kind !== 'resumed' || event.ord !== undefined;
    if (isNamed && random() < repeat) this.#deliver(event);
  }

  #apply(change: ReturnType<typeof advance>['changes'][number]): void {
    switch (change.kind) {
      case 'execution':
        this.#applyExecution(structuredClone(snapshot(this.#live)));
        return;
      case 'taskRunOpen': {
        const row = taskRunOf(this.#live, change.ord);
        const open = this.#live.open.get(change.ord);
        if (row === undefined || open === undefined) return;
        const claim = open.workerId === undefined ? {} : { workerId: open.workerId };
        this.#rows.set(change.ord, structuredClone({ ...row, lease: open.lease, ...claim }));
        return;
      }
      case 'taskRunEnded':
        this.#rows.set(change.taskRun.ord, structuredClone(change.taskRun));
        this.#endedWith.set(change.taskRun.ord, this.#events);
        return;
      case 'taskRunRemoved':
        this.#rows.delete(change.ord);
    }
  }

  #applyExecution(execution: Execution): void {
    const before = this.#execution?.state.current;
    const { current } = execution.state;
    this.#execution = execution;
    if (before === current) return;
    if (before !== undefined && isTerminal(before)) this.#reopened += 1;
    if (isTerminal(current)) this.#endedLast = this.#events;
  }

  #begun(): Live {
    const { copied } = this.#by;
    const options = { ...this.#options(), ...(copied === undefined ? undefined : { copied }) };
    const begunFrom = { id: executionId, labels: [], originalId: executionId };
    return startLive(this.#flow, begunFrom, 1_000, testEvaluator, options);
  }

  /** Memory is gone; what runs on workers and child executions go on. */
  #reload(): void {
    for (const [key] of this.#due) if (!key.startsWith('outside ')) this.#due.delete(key);
    this.#timers.clear();
    this.#steadyAheadMs = this.#wallAheadMs;
    if (this.#execution === undefined) {
      this.#live = this.#begun();
      return this.#deliver({ kind: 'created', at: this.#at });
    }
    this.#live = loadLive(this.#flow, this.#execution, [...this.#rows.values()], testEvaluator, this.#options());
    if (!this.#live.isOver) this.#deliver({ kind: 'loaded', at: this.#at });
  }

  #options(): { settings: Live['settings'] } {
    return {
      settings: {
        killGraceMs: 10_000,
        afterKillMs: 60_000,
        openAtOnce: this.#by.openAtOnce ?? 1_000,
        outputCacheBytes: 1_000_000,
      },
    };
  }

  #carryOut(effect: Effect): void {
    this.#effects.push(effect);
    switch (effect.kind) {
      case 'runTask':
        return this.#runTask(effect.ord, effect.attempt);
      case 'killTask':
        return this.#killTask(effect);
      case 'startTimer':
        this.#timers.set(effect.key, this.#elapsedMs + effect.dueAt - this.#at);
        return;
      case 'cancelTimer':
        this.#timers.delete(effect.key);
        return;
      case 'continue':
        return this.#later(`continue ${effect.frame}`, '', [{ kind: 'continued', frame: effect.frame, at: 0 }]);
      case 'evaluate':
        return this.#later(`evaluate ${effect.ord} ${effect.key}`, `! ${this.#nameOf(effect.ord)}`, [
          evaluated(effect, this.#live.open.get(effect.ord)?.item?.items),
        ]);
      case 'startChild':
        if (effect.spec.wait) this.#made(childIdOf(effect));
        return this.#startChild(effect, childIdOf(effect));
      case 'restartChild':
        return this.#startChild(effect, effect.childId);
      case 'findChild':
        return this.#findChild(effect);
      case 'startIteration':
        return this.#startIteration(effect);
      case 'findIteration':
        return this.#findIteration(effect);
      case 'readValues':
        return this.#answer(effect, pageOf(effect));
      case 'keepValues':
        return this.#answer(effect, { uri: `kestra:///${effect.values.length}` });
      case 'gatherOutputs':
        return this.#answer(effect, { outputs: Array.from({ length: effect.count }, (_, index) => index) });
      case 'requestSlot':
        return this.#later('slot', '', [...slotAnswers(this.#flow.flow)]);
      case 'askChild':
        return this.#askChild(effect.ord, effect.childId);
      case 'killChild':
        this.#alive.delete(effect.childId);
        this.#due.delete(`outside child ${effect.childId}`);
        return this.#later(`outside child ${effect.childId}`, this.#nameOf(effect.ord), [
          {
            kind: 'childEnded',
            ord: effect.ord,
            childId: effect.childId,
            state: 'KILLED',
            ...this.#iterations.get(effect.childId),
            at: 0,
          },
        ]);
      default:
    }
  }

  #later(key: string, name: string, events: Event[]): void {
    if (!this.#due.has(key)) this.#due.set(key, { name, events });
  }

  #runTask(ord: number, attempt: number): void {
    const taskRun = this.#live.open.get(ord);
    if (taskRun === undefined || taskRun.attempt !== attempt || taskRun.workerId !== undefined) return;
    const name = `${this.#nameOf(ord)} ${attempt}`;
    const isInline = taskRun.task.kind === 'inline';
    if (isInline)
      return this.#later(`job ${ord} ${attempt}`, name, [
        resultOf(taskRun.task.definition.properties, ord, attempt, 0),
      ]);
    this.#later(`claim ${ord} ${attempt}`, name, [{ kind: 'taskClaimed', ord, attempt, workerId: 'w', at: 0 }]);
  }

  /** The claim is durable: the job is on its worker and survives what happens here. */
  #startJob(ord: number, attempt: number): void {
    const taskRun = this.#live.open.get(ord);
    if (taskRun === undefined || taskRun.attempt !== attempt || taskRun.workerId === undefined) return;
    const { lease, task } = taskRun;
    const which = { ord, attempt, lease, at: 0 };
    const events: Event[] = [{ kind: 'taskStarted', ...which, workerId: 'w' }];
    let hasFailed = false;
    for (const { id, definition } of task.branches?.tasks ?? []) {
      const state = outcomeOf(definition.properties, attempt);
      events.push({ kind: 'innerStarted', ...which, taskId: id });
      events.push({ kind: 'innerEnded', ...which, taskId: id, state, outputs: { of: id } });
      hasFailed = state === 'FAILED' && !definition.allowFailure;
      if (hasFailed) break;
    }
    const result: Event = hasFailed
      ? { kind: 'taskFailed', ...which, message: 'a task of the directory failed' }
      : resultOf(task.definition.properties, ord, attempt, lease);
    this.#later(`outside job ${ord} ${attempt} ${lease}`, `${this.#nameOf(ord)} ${attempt}`, [...events, result]);
  }

  #killTask({ ord, attempt, workerId }: Effect & { kind: 'killTask' }): void {
    this.#due.delete(`claim ${ord} ${attempt}`);
    for (const key of this.#due.keys()) if (key.startsWith(`outside job ${ord} ${attempt} `)) this.#due.delete(key);
    const lease = this.#live.open.get(ord)?.lease;
    if (workerId === undefined || lease === undefined || this.#by.random() < (this.#by.mute ?? 0)) return;
    this.#later(`outside kill ${ord} ${attempt}`, `${this.#nameOf(ord)} kill`, [
      { kind: 'taskKilled', ord, attempt, lease, at: 0 },
    ]);
  }

  #startChild({ ord, attempt, iteration }: Asked, childId: string): void {
    const which = iteration === undefined ? undefined : { iteration };
    if (which !== undefined) this.#iterations.set(childId, which);
    this.#later(`started ${childId}`, `${this.#nameOf(ord)} ${iteration ?? ''} ${attempt}`, [
      { kind: 'childStarted', ord, attempt, childId, ...which, at: 0 },
    ]);
  }

  #findChild(asked: Asked): void {
    const childId = childIdOf(asked);
    if (this.#isMade.has(childId)) return this.#startChild(asked, childId);
    const { ord, attempt, iteration } = asked;
    const which = { attempt, ...(iteration === undefined ? undefined : { iteration }) };
    this.#later(`sought ${childId}`, `${this.#nameOf(ord)} ${iteration ?? ''}`, [
      { kind: 'childRefused', ord, ...which, message: 'was never made', at: 0 },
    ]);
  }

  /** Whether or not anybody hears of it. */
  #made(childId: string): void {
    if (!this.#isMade.has(childId)) this.#alive.add(childId);
    this.#isMade.add(childId);
  }

  /** In a later round one that failed runs again. */
  #startIteration({ ord, iteration, round, loopRun }: Effect & { kind: 'startIteration' }): void {
    const childId = iterationId(ord, iteration);
    this.#made(childId);
    const { key, value } = loopRun;
    this.#iterations.set(childId, {
      iteration,
      item: { index: iteration, value, ...(key === undefined ? undefined : { key }) },
    });
    const before = this.#childEnds.get(childId)?.state;
    if (before === 'FAILED' || before === 'KILLED') this.#childEnds.delete(childId);
    else if (before !== undefined) this.#children.add(`${childId} ${round}`);
    this.#later(`started ${childId}`, `${this.#nameOf(ord)} ${iteration}`, [
      { kind: 'childStarted', ord, iteration, childId, at: 0 },
    ]);
  }

  #findIteration({ ord, iteration }: Effect & { kind: 'findIteration' }): void {
    const childId = iterationId(ord, iteration);
    const event: Event = this.#iterations.has(childId)
      ? { kind: 'childStarted', ord, iteration, childId, at: 0 }
      : { kind: 'childRefused', ord, iteration, message: 'was never made', at: 0 };
    this.#later(`sought ${childId}`, `${this.#nameOf(ord)} ${iteration}`, [event]);
  }

  #answer({ ord, key }: { readonly ord: number; readonly key: string }, value: unknown): void {
    this.#later(`evaluate ${ord} ${key}`, `${this.#nameOf(ord)} ${key}`, [
      { kind: 'evaluated', ord, key, result: { kind: 'value', value }, at: 0 },
    ]);
  }

  /** That the child exists is durable: it runs to its end whatever happens here. */
  #runChild({ ord, childId, iteration }: Event & { kind: 'childStarted' }): void {
    const taskRun = this.#live.open.get(ord);
    if (taskRun === undefined) return;
    const isOfLoop = taskRun.children?.kind === 'iterations';
    const round = isOfLoop ? roundOf(taskRun.state.histories) : taskRun.attempt;
    const key = `${childId} ${round}`;
    if (this.#children.has(key)) return this.#askChild(ord, childId);
    this.#children.add(key);
    if (this.#isMade.has(childId)) this.#alive.add(childId);
    this.#childEnds.delete(childId);
    const state = outcomeOf(taskRun.task.definition.properties, round + (iteration ?? 0));
    this.#later(`outside child ${childId}`, `${this.#nameOf(ord)} ${iteration ?? ''} ${round}`, [
      { kind: 'childEnded', ord, childId, state, ...this.#iterations.get(childId), at: 0 },
    ]);
  }

  #askChild(ord: number, childId: string): void {
    const end = this.#childEnds.get(childId);
    if (end !== undefined) this.#later(`asked ${childId}`, this.#nameOf(ord), [end]);
  }

  #timerName(key: string): string {
    const [name, ord] = key.split(':');
    return ord === undefined ? key : `${this.#nameOf(Number(ord))} ${name}`;
  }

  #nameOf(ord: number): string {
    const row = this.#rows.get(ord);
    return row === undefined ? `${ord}` : pathOf(row, this.#rows);
  }
}

/** The values of a test's file: `kestra:///5` has five lines. */
function pageOf({ uri, offset, limit }: Effect & { kind: 'readValues' }): LoopPage {
  const count = lengthOf(uri);
  const size = Math.max(0, Math.min(count - offset, limit));
  const values = Array.from({ length: size }, (_, at) => ({ value: offset + at, end: offset + at + 1 }));
  return { values, isEnd: offset + size >= count };
}

type Asked = { readonly ord: number; readonly attempt: number; readonly iteration?: number };

function childIdOf({ ord, attempt, iteration }: Asked): string {
  return `child ${ord} ${attempt} ${iteration ?? ''}`;
}

function iterationId(ord: number, iteration: number): string {
  return `iteration ${ord} ${iteration}`;
}

/** How often a Loop has gone through its values. */
function roundOf(histories: readonly { readonly state: StateName }[]): number {
  return 1 + histories.filter(({ state }) => state === 'RESTARTED').length;
}

const executionId = '0000000000000000000000';
/** Of one play: what is interfered with must come to an end. */
/** Where nearly every event loses memory, what needs two in a row comes about slowly. */
const mostEvents = 200_000;
const maxInterferences = 40;

/** Names a task run by where it stands: task, iteration, the same of its ancestors. */
export function pathOf(row: TaskRun, rows: ReadonlyMap<number, TaskRun>): string {
  const own = `${row.taskId}#${row.iteration ?? ''}`;
  const parent = rows.get(row.parentOrd);
  return parent === undefined ? own : `${pathOf(parent, rows)}/${own}`;
}

/** A limit of 1 is used up at first. */
function* slotAnswers({ concurrency }: Flow): Iterable<Event> {
  const message = 'No slot is free';
  if (concurrency?.limit === 1) yield { kind: 'slotRefused', behavior: 'QUEUE', message, at: 0 };
  yield { kind: 'slotGranted', at: 0 };
}

function outcomeOf(properties: { readonly [key: string]: unknown }, attempt: number): 'SUCCESS' | 'WARNING' | 'FAILED' {
  const outcomes = (properties['outcomes'] ?? ['SUCCESS']) as readonly ('SUCCESS' | 'WARNING' | 'FAILED')[];
  return outcomes[Math.min(attempt, outcomes.length) - 1]!;
}

function resultOf(properties: { readonly [key: string]: unknown }, ord: number, attempt: number, lease: number): Event {
  const outcome = outcomeOf(properties, attempt);
  const which = { ord, attempt, lease, at: 0 };
  if (outcome === 'FAILED') return { kind: 'taskFailed', ...which, message: 'as the flow says' };
  const exit = properties['exit'] as StateName | undefined;
  return {
    kind: 'taskSucceeded',
    ...which,
    outputs: properties['items'] === undefined ? { attempt } : { splits: properties['items'] as string },
    ...(outcome === 'WARNING' ? { warning: true } : undefined),
    ...(exit === undefined ? undefined : { update: { exit } }),
  };
}

/** `{{ wait.x }}` comes to `x`, `{{ wait.fail }}` cannot be rendered; the file `kestra:///5` lists five parts. */
function evaluated({ ord, key, template }: Effect & { kind: 'evaluate' }, items: string | undefined): Event {
  try {
    return { kind: 'evaluated', ord, key, result: { kind: 'value', value: rendered(template, items) }, at: 0 };
  } catch (error) {
    return { kind: 'evaluated', ord, key, result: { kind: 'failed', message: (error as Error).message }, at: 0 };
  }
}

function rendered(template: unknown, items: string | undefined): unknown {
  if (typeof template === 'object' && template !== null)
    return Object.fromEntries(Object.entries(template).map(([name, member]) => [name, rendered(member, items)]));
  if (template === '{{ read(taskrun.items) }}')
    return Array.from({ length: lengthOf(items!) }, (_, at) => `kestra:///part/${at}`).join('\n');
  const value = /^\{\{ (?:wait\.)?(\w+) \}\}$/.exec(String(template))?.[1];
  if (value === undefined) return template;
  if (value === 'fail') throw new Error('cannot be rendered');
  return value;
}

function lengthOf(uri: string): number {
  return Number(uri.slice('kestra:///'.length));
}
