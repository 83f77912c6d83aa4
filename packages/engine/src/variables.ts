/** The roots of the expression context, looked up one by one: nothing is built that a template does not name. */
import { asDouble, instantToText } from '@windhover/expressions';
import { taskRunId, type JsonObject, type Label, type LoopItem, type LoopRun } from '@windhover/model';
import type { Live, OpenTaskRun } from './live.ts';
import type { Variables } from './types.ts';

/**
 * Variables as a task run sees them; `taskRun` undefined (or an ordinal that is not open) gives those of the execution.
 * Outputs that are not in memory throw `NotLoaded` when they are read. Valid until the next event.
 */
export function variablesOf(live: Live, taskRun: OpenTaskRun | number | undefined): Variables {
  return new TaskVariables(live, typeof taskRun === 'number' ? live.open.get(taskRun) : taskRun);
}

const ownNames = [
  'flow',
  'execution',
  'task',
  'taskrun',
  'parent',
  'parents',
  'inputs',
  'outputs',
  'tasks',
  'trigger',
  'schedule',
  'vars',
  'labels',
  'item',
  'iteration',
] as const;

const nothing: object = Object.freeze(Object.create(null));

/** A class for speed only: one is made for each rendering. */
class TaskVariables implements Variables {
  readonly #live: Live;
  readonly #taskRun: OpenTaskRun | undefined;

  constructor(live: Live, taskRun: OpenTaskRun | undefined) {
    this.#live = live;
    this.#taskRun = taskRun;
  }

  lookup(name: string): unknown {
    const live = this.#live;
    const taskRun = this.#taskRun;
    switch (name) {
      case 'flow':
        return flowVariable(live);
      case 'execution':
        return executionVariable(live);
      case 'task':
        return taskRun && { id: taskRun.task.id, type: taskRun.task.definition.type };
      case 'taskrun':
        return taskRun && taskRunVariable(live, taskRun);
      case 'parent':
        return taskRun && parentsVariable(taskRun)[0];
      case 'parents': {
        const parents = taskRun === undefined ? [] : parentsVariable(taskRun);
        return parents.length === 0 ? undefined : parents;
      }
      case 'inputs':
        return inputsVariable(live);
      case 'outputs':
        return live.outputs.root ?? nothing;
      case 'tasks':
        return live.outputs.states ?? nothing;
      case 'trigger':
        return live.begunFrom.trigger?.variables;
      case 'schedule':
        return live.begunFrom.trigger?.type.endsWith('.Schedule') === true
          ? live.begunFrom.trigger.variables
          : undefined;
      case 'vars':
        return flowVariables(live);
      case 'labels':
        return labelsVariable(live.labels);
      case 'item':
        return taskRun?.seen?.item ?? (live.begunFrom.loopRun && itemVariable(live.begunFrom.loopRun));
      case 'iteration':
        return taskRun?.seen?.iteration;
      default:
        return live.extra?.lookup(name);
    }
  }

  *names(): Iterable<string> {
    for (const name of ownNames) if (this.lookup(name) !== undefined) yield name;
    if (this.#live.extra !== undefined) yield* this.#live.extra.names();
  }
}

function flowVariable({ flow: { flow, tenantId } }: Live): object {
  const variable = { id: flow.id, namespace: flow.namespace, revision: flow.revision };
  return tenantId === undefined ? variable : { ...variable, tenantId };
}

/** A flow without inputs has no such variable. */
function inputsVariable({ begunFrom: { inputs }, flow: { flow, floatInputs } }: Live): object | undefined {
  if (flow.inputs.length === 0 && (inputs === undefined || Object.keys(inputs).length === 0)) return undefined;
  if (inputs === undefined || floatInputs.length === 0) return inputs;
  return floatInputs.reduce<Typed>((typed, id) => withDecimal(typed, id.split('.')), inputs);
}

/** JSON has no word for a decimal without fraction: 5 of a FLOAT is 5.0, and half of it is 2.5. */
function withDecimal(inputs: Typed, [name = '', ...rest]: readonly string[]): Typed {
  const value = inputs[name];
  if (rest.length === 0) return typeof value === 'number' ? { ...inputs, [name]: asDouble(value) } : inputs;
  if (typeof value !== 'object' || value === null) return inputs;
  return { ...inputs, [name]: withDecimal(value as Typed, rest) };
}

type Typed = Readonly<Record<string, unknown>>;

function executionVariable(live: Live): object {
  return {
    id: live.id,
    startDate: instantToText(live.state.histories[0]!.at),
    originalId: live.begunFrom.originalId,
    state: live.state.current,
    ...(live.flowOutputs === undefined ? {} : { outputs: live.flowOutputs }),
  };
}

function taskRunVariable(live: Live, taskRun: OpenTaskRun): object {
  return {
    id: taskRunId(live.id, taskRun.ord),
    startDate: instantToText(taskRun.state.histories[0]!.at),
    attemptsCount: taskRun.attempt - 1,
    ...(taskRun.parent === undefined ? {} : { parentId: taskRunId(live.id, taskRun.parent.ord) }),
    ...(taskRun.value === undefined ? {} : { value: taskRun.value }),
    ...(taskRun.iteration === undefined ? {} : { iteration: taskRun.iteration }),
    ...taskRun.item,
  };
}

/** The value that a Loop runs its tasks for, with those of the loops around it. */
export function itemVariable({ index, key, value, parents }: LoopItem & Pick<LoopRun, 'parents'>): object {
  const named = key === undefined ? {} : { key };
  return { value, index, ...named, parents, ...(parents[0] === undefined ? {} : { parent: parents[0] }) };
}

/** Ancestors that have a value or outputs, nearest first. */
function parentsVariable(taskRun: OpenTaskRun): object[] {
  const parents: object[] = [];
  for (let at = taskRun.parent; at !== undefined; at = at.parent) {
    if (at.value === undefined && at.outputs === undefined) continue;
    parents.push({
      ...(at.value === undefined ? {} : { taskrun: { value: at.value } }),
      ...(at.outputs === undefined ? {} : { outputs: at.outputs }),
    });
  }
  return parents;
}

/** Those of the flow, until a task sets or removes one. */
export function flowVariables({ flow: { flow }, variables }: Live): JsonObject | undefined {
  return variables ?? flow.variables;
}

/** Dots in keys nest; of equal keys the first is seen, and a key that is a prefix of another one gives way to it. */
function labelsVariable(labels: readonly Label[]): object {
  const root: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const { key, value } of labels) {
    const parts = key.split('.');
    const last = parts.pop()!;
    let holder = root;
    for (const part of parts) {
      const inner = holder[part];
      holder = (typeof inner === 'object' ? inner : (holder[part] = Object.create(null) as object)) as Record<
        string,
        unknown
      >;
    }
    holder[last] ??= value;
  }
  return root;
}
