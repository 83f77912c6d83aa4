/** Carries out what a commit has made due. Everything here may happen twice: after a reload it is derived again. */
import { shardOfTenant, topics, type InboxKind } from '@windhover/ports';
import { compileTree, renderTreeAsync } from '@windhover/expressions';
import type { Effect, Event, OpenTaskRun } from '@windhover/engine';
import type { TenantKey } from '@windhover/model';
import { createChildren } from './child-executions.ts';
import { createIterations } from './iterations.ts';
import type { Envelope } from './envelope.ts';
import { renderOutside } from './evaluate-outside.ts';
import type { Held } from './held.ts';
import { InlineTurns, type RunTask } from './inline-turns.ts';
import { notifyParent, type ParentTarget } from './notify-parent.ts';
import { messageOf } from './rendering.ts';
import type { Timers } from './timers.ts';
import type { Tools } from './tools.ts';

export type Release = (held: Held, effect: Effect) => void;

/** The executor, as effects see it. */
export interface ReleaseTarget extends ParentTarget {
  readonly timers: Timers;
  owns(shard: number): boolean;
  submit(envelope: Envelope): void;
  post(to: { readonly tenantKey: TenantKey; readonly executionId: string }, event: Event): void;
}

type EffectOf<Kind extends Effect['kind']> = Effect & { readonly kind: Kind };

export function createRelease(target: ReleaseTarget, tools: Tools): Release {
  const { clock } = tools.deps;
  const { shards } = tools.deps.store;
  const { background, jobs, persist } = tools;
  const children = createChildren(target, tools);
  const iterations = createIterations(target, tools);
  const turns = new InlineTurns(startInline);

  const carryOut = (what: string, work: () => Promise<unknown>): void => background.run(what, persist.run(work));

  return (held, effect) => {
    const { executionId } = held;
    switch (effect.kind) {
      case 'runTask':
        return runTask(held, effect);
      case 'evaluate':
        return background.run(`evaluate '${effect.key}' of execution '${executionId}'`, evaluate(held, effect));
      case 'continue':
        return target.post(held, { kind: 'continued', frame: effect.frame, at: clock.now() });
      case 'startTimer':
        if (held.timers.get(effect.key) === effect.dueAt) target.timers.set(held, effect.key, effect.dueAt);
        return;
      case 'killTask':
        return jobs.stop(executionId, effect.ord, effect.attempt, { kind: 'killed', message: 'Killed' });
      case 'startChild':
        return carryOut(`start a child of execution '${executionId}'`, () => children.start(held, effect));
      case 'restartChild':
        return carryOut(`restart a child of execution '${executionId}'`, () => children.restart(held, effect));
      case 'findChild':
        return carryOut(`find a child of execution '${executionId}'`, () => children.find(held, effect));
      case 'startIteration':
        return carryOut(`start an iteration of execution '${executionId}'`, () => iterations.start(held, effect));
      case 'findIteration':
        return carryOut(`find an iteration of execution '${executionId}'`, () => iterations.find(held, effect));
      case 'readValues':
        return carryOut(`read values for execution '${executionId}'`, () => iterations.readValues(held, effect));
      case 'keepValues':
        return carryOut(`keep values of execution '${executionId}'`, () => iterations.keepValues(held, effect));
      case 'gatherOutputs':
        return carryOut(`gather outputs for execution '${executionId}'`, () => iterations.gatherOutputs(held, effect));
      case 'askChild':
        return carryOut(`ask a child of execution '${executionId}'`, () => children.ask(held, effect));
      case 'killChild':
        return tools.route.tell(
          held.shard,
          { tenantKey: held.tenantKey, executionId: effect.childId },
          { kind: 'killRequested', at: clock.now() },
        );
      case 'createRetry':
        return tools.wake(held.shard, 'mail');
      case 'notifyEnded':
        tellParent(held);
        return tools.triggers.executionEnded(held.tenantKey, executionId);
      case 'stateChanged':
        return wake(shardOfTenant(held.tenantKey, shards.shards.length), 'news');
      case 'log':
      case 'cancelTimer':
      case 'requestSlot':
      case 'releaseSlot':
        throw new Error(`The effect '${effect.kind}' is part of the commit`);
    }
  };

  /** One in another shard is told by the commit. */
  function tellParent(held: Held): void {
    const { executionId, parentShard, shard } = held;
    if (parentShard !== undefined && parentShard !== shard) return wake(parentShard, 'mail');
    carryOut(`tell the parent of execution '${executionId}'`, () => notifyParent(target, held, tools));
  }

  function wake(shard: number, kind: InboxKind): void {
    if (target.owns(shard)) tools.wake(shard, kind);
    else tools.deps.transport.publish(topics.inbox, { kind, shards: [shard] });
  }

  function runTask(held: Held, effect: RunTask): void {
    const { ord, attempt } = effect;
    const taskRun = openRun(held, effect);
    if (taskRun?.task.kind === 'inline') turns.add(held, effect);
    else if (taskRun !== undefined) jobs.add({ held, ord, attempt, task: taskRun.task });
  }

  function startInline(held: Held, effect: RunTask): void {
    const taskRun = openRun(held, effect);
    if (taskRun === undefined) return;
    background.run(`render task '${taskRun.task.id}'`, renderInline(held, effect, taskRun.task));
  }

  async function renderInline(held: Held, { ord, attempt }: RunTask, task: OpenTaskRun['task']): Promise<void> {
    const { tenantKey, executionId } = held;
    const outcome = await renderOutside(held, ord, tools, (context) =>
      tools.prepare(task).propertiesAsync(context),
    ).then(
      (properties) => ({ properties }),
      (cause: unknown) => ({ failure: messageOf(cause) }),
    );
    target.submit({ kind: 'rendered', tenantKey, executionId, ord, attempt, outcome });
  }

  async function evaluate(held: Held, { ord, key, template, as }: EffectOf<'evaluate'>): Promise<void> {
    const result = await renderOutside(held, ord, tools, (context) =>
      renderTreeAsync(compileTree(template), context, as === 'text' ? 'text' : 'typed'),
    ).then(
      (value) => ({ kind: 'value', value }) as const,
      (cause: unknown) => ({ kind: 'failed', message: messageOf(cause) }) as const,
    );
    target.post(held, { kind: 'evaluated', ord, key, result, at: clock.now() });
  }
}

/** Undefined when it has ended, or is tried once more, since. */
function openRun(held: Held, { ord, attempt }: RunTask): OpenTaskRun | undefined {
  const taskRun = held.live.open.get(ord);
  return taskRun?.attempt === attempt ? taskRun : undefined;
}
