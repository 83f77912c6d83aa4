/** Turns a flow revision into what its executions share. */
import { hasExpression, parseDuration } from '@windhover/expressions';
import { invariant, type Flow, type Retry, type TaskDefinition, type TenantKey } from '@windhover/model';
import { hiddenTasks } from './flowables/for-each-item.ts';
import {
  approvalType,
  dagType,
  flowableOf,
  forEachItemType,
  loopType,
  pauseType,
  workingDirectoryType,
} from './flowables/flowables.ts';
import type { CompiledBranches, CompiledFlow, CompiledTask, Phase, TaskKind } from './types.ts';

/**
 * Compiles once per revision; the result is shared and never changed. `kindOf` tells of task types that the engine does
 * not carry out itself. Disabled tasks are in no list. Throws `BrokenInvariant` when `kindOf` calls a type flowable that
 * the engine does not know.
 */
export function compileFlow(
  flow: Flow,
  tenant: { readonly key: TenantKey; readonly id: string | undefined },
  kindOf: (type: string) => TaskKind,
): CompiledFlow {
  const byId = new Map<string, CompiledTask>();
  const compiler: Compiler = { byId, kindOf };
  const listOf = (definitions: readonly TaskDefinition[], phase: Phase): CompiledTask[] =>
    compileList(compiler, definitions, phase, undefined, flow.retry);
  return {
    flow,
    tenantKey: tenant.key,
    tenantId: tenant.id,
    tasks: listOf(flow.tasks, 'tasks'),
    errors: listOf(flow.errors, 'errors'),
    finally: listOf(flow.finally, 'finally'),
    afterExecution: listOf(flow.afterExecution, 'afterExecution'),
    byId,
    floatInputs: flow.inputs.filter(({ type }) => type === 'FLOAT').map(({ id }) => id),
  };
}

interface Compiler {
  readonly byId: Map<string, CompiledTask>;
  readonly kindOf: (type: string) => TaskKind;
}

function compileList(
  compiler: Compiler,
  definitions: readonly TaskDefinition[],
  phase: Phase,
  parent: CompiledTask | undefined,
  retry: Retry | undefined,
): CompiledTask[] {
  return definitions
    .filter((definition) => !definition.disabled)
    .map((definition, index) => compileTask(compiler, definition, phase, index, parent, retry));
}

function compileTask(
  compiler: Compiler,
  definition: TaskDefinition,
  phase: Phase,
  index: number,
  parent: CompiledTask | undefined,
  inherited: Retry | undefined,
): CompiledTask {
  const flowable = flowableOf(definition.type);
  const kind = kindOfTask(compiler, definition, flowable !== undefined);
  // The directory is retried as a whole: its children have no policy of their own.
  const retry =
    parent?.definition.type === workingDirectoryType && phase === 'tasks' ? undefined : (definition.retry ?? inherited);
  const task = {
    id: definition.id,
    kind,
    definition,
    parent,
    phase,
    index,
    branches: undefined as CompiledBranches | undefined,
    flowable,
    retry,
    timeoutMs: timeoutOf(definition),
  };
  compiler.byId.set(task.id, task);
  if (flowable !== undefined) task.branches = compileBranches(compiler, task, retry);
  return task;
}

function kindOfTask(
  { kindOf }: Compiler,
  { id, type, taskCache, logToFile }: TaskDefinition,
  isKnown: boolean,
): TaskKind {
  if (type === workingDirectoryType) return 'runnable';
  if (isKnown) return 'flowable';
  // The split and the merge of a ForEachItem.
  if (type.startsWith(`${forEachItemType}$`)) return 'runnable';
  const kind = kindOf(type);
  invariant(kind !== 'flowable', `the task '${id}' of type '${type}' orders tasks, but the engine does not know how`);
  // Its outputs come from a file, or its log goes into one: the executor does not wait for either.
  return taskCache?.enabled === true || logToFile ? 'runnable' : kind;
}

function compileBranches(compiler: Compiler, task: CompiledTask, retry: Retry | undefined): CompiledBranches {
  const { children, type } = task.definition;
  const listOf = (definitions: readonly TaskDefinition[] | undefined, phase: Phase = 'tasks'): CompiledTask[] =>
    compileList(compiler, definitions ?? [], phase, task, retry);
  const tasks = listOf(childTasks(task.definition));
  return {
    tasks,
    // What a Pause runs first stands before what it runs afterwards, so that each has a place of its own.
    then: isPause(type) ? tasks.slice(0, enabledCount(children?.then)) : listOf(children?.then),
    else: isPause(type) ? tasks.slice(tasks.length - enabledCount(children?.else)) : listOf(children?.else),
    cases: new Map([...(children?.cases ?? [])].map(([value, definitions]) => [value, listOf(definitions)])),
    defaults: listOf(children?.defaults),
    errors: listOf(children?.errors, 'errors'),
    finally: listOf(children?.finally, 'finally'),
    dependencies: type === dagType ? dependenciesOf(tasks, children?.dependsOn) : noDependencies,
  };
}

function childTasks(definition: TaskDefinition): readonly TaskDefinition[] {
  const { type, children } = definition;
  if (type === forEachItemType) return hiddenTasks(definition);
  // They run in executions of their own: see iteration-flow.ts.
  if (type === loopType) return [];
  const tasks = children?.tasks ?? [];
  return isPause(type) ? [...(children?.then ?? []), ...tasks, ...(children?.else ?? [])] : tasks;
}

function isPause(type: string): boolean {
  return type === pauseType || type === approvalType;
}

function enabledCount(definitions: readonly TaskDefinition[] = []): number {
  return definitions.filter(({ disabled }) => !disabled).length;
}

const noDependencies: CompiledBranches['dependencies'] = { counts: [], dependents: [] };

/** Dependencies on tasks that are disabled or unknown wait for nothing. */
function dependenciesOf(
  tasks: readonly CompiledTask[],
  dependsOn: ReadonlyMap<string, readonly string[]> | undefined,
): CompiledBranches['dependencies'] {
  const positions = new Map(tasks.map((task) => [task.id, task.index]));
  const counts = tasks.map(() => 0);
  const dependents = tasks.map((): number[] => []);
  for (const task of tasks) {
    for (const id of new Set(dependsOn?.get(task.id))) {
      const position = positions.get(id);
      if (position === undefined) continue;
      counts[task.index]! += 1;
      dependents[position]!.push(task.index);
    }
  }
  return { counts, dependents };
}

/** A limit that is no duration is left to the attempt, which fails with the reason. */
function timeoutOf({ timeout }: TaskDefinition): number | undefined {
  if (timeout === undefined || hasExpression(timeout)) return undefined;
  try {
    return parseDuration(timeout);
  } catch {
    return undefined;
  }
}
