import { compileFlow, replayFrom } from '@windhover/engine';
import {
  IllegalArgument,
  IllegalState,
  isTerminal,
  killSwitchLabel,
  mergeLabels,
  ordOf,
  type Execution,
  type Flow,
  type JsonObject,
  type Label,
  type StateHistory,
  type TenantKey,
  type TenantRef,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { loadLatestFlow } from '../flows/load-flow.ts';
import { carriedVariables } from './carried-variables.ts';
import type { CreateExecution } from './execution-host.ts';
import type { ShownExecution } from './execution-json.ts';
import { flowOfExecution } from './flow-of-execution.ts';
import { noteOnExecution } from './execution-audit.ts';
import { getExecution } from './get-execution.ts';
import { invalidInputs, resolveParts } from './resolve-parts.ts';
import { callerId } from './start-execution.ts';
import type { SuppliedPart } from './supplied-inputs.ts';
import { withFiles } from './with-files.ts';

export interface ReplayOptions {
  /** Begins there, with what came before it as it was; absent: from the start. */
  readonly taskRunId?: string | undefined;
  /** Absent: the one that was run. */
  readonly revision?: number | 'latest' | undefined;
  readonly breakpoints?: Execution['breakpoints'] | undefined;
  /** Inputs instead of those of the original. */
  readonly parts?: AsyncIterable<SuppliedPart> | undefined;
  /** Of this caller; a repeat answers the first replay of the execution. */
  readonly idempotencyKey?: string | undefined;
  /** What the key has made is not replayed under it: a query finds replays beside what they were made from. */
  readonly isOfMany?: boolean | undefined;
}

/**
 * A new execution made from another one. Throws `IllegalArgument` for a task run that it does not have, `IllegalState` for one
 * of many that was made under the key itself.
 */
export async function replayExecution(
  deps: Deps,
  tenant: TenantRef,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  options: ReplayOptions = {},
): Promise<ShownExecution> {
  const original = await getExecution(scope, actor, executionId, 'EXECUTION:REPLAY');
  const keyFor = replayKeys(actor, options.idempotencyKey);
  if (options.isOfMany === true) await demandOther(deps, scope.key, original, keyFor);
  const flow = await flowToReplay(deps, scope, original, options.revision);
  const copied = await copiedPart(deps, tenant, scope, flow, original, options.taskRunId);
  const { breakpoints, parts } = options;
  const copy = copyOf(deps, tenant, flow, original);
  // From the start its tasks set theirs again; an iteration has those of the execution around it.
  const isOn = copied !== undefined || original.loopRun !== undefined;
  const variables = isOn ? await carriedVariables(deps, scope, original, flow) : undefined;
  const place = { namespace: flow.namespace, flowId: flow.id, executionId: copy.executionId };
  const created = await withFiles(deps, tenant.key, place, async () => {
    const inputs = parts === undefined ? undefined : await inputsFrom(deps, tenant, flow, place.executionId, parts);
    return deps.host.create({
      ...copy,
      labels: mergeLabels(labelsOfCopy(original), [{ key: 'system.replay', value: 'true' }]),
      ...(inputs === undefined ? {} : { inputs }),
      ...(variables === undefined ? {} : { variables }),
      ...(breakpoints === undefined ? {} : { breakpoints }),
      ...(keyFor === undefined ? {} : { idempotencyKey: keyFor(executionId) }),
      ...copied,
    });
  });
  const labels = mergeLabels(original.labels, [{ key: 'system.replayed', value: 'true' }]);
  await deps.host.send(scope.key, executionId, { kind: 'labelsSet', labels, at: deps.clock.now() });
  await noteOnExecution(deps, scope, actor, original, 'replay');
  return { execution: { ...created, state: asBegun(created.state) }, taskRuns: copied?.taskRuns ?? [] };
}

type ReplayKeys = (executionId: string) => string;

function replayKeys(actor: Actor, idempotencyKey: string | undefined): ReplayKeys | undefined {
  if (idempotencyKey === undefined) return undefined;
  return (executionId) => `${callerId(actor)}/replay/${executionId}/${idempotencyKey}`;
}

async function demandOther(
  { store }: Deps,
  tenantKey: TenantKey,
  { id, parentId }: Execution,
  keyFor: ReplayKeys | undefined,
): Promise<void> {
  if (keyFor === undefined || parentId === undefined) return;
  if ((await store.shards.findIdempotent(tenantKey, keyFor(parentId))) !== id) return;
  throw new IllegalState({ reason: `execution '${id}' was made under this Idempotency-Key` });
}

/** Clients read from the reply that the replay runs, and wait for its end; a quick one is over in the commit that began it. */
function asBegun(state: StateHistory): StateHistory {
  const running = isTerminal(state.current) ? state.histories.findLastIndex((entry) => entry.state === 'RUNNING') : -1;
  return running < 0 ? state : { current: 'RUNNING', histories: state.histories.slice(0, running + 1) };
}

/** What a new execution takes over from the one that it is made from. */
export function copyOf(
  deps: Deps,
  tenant: TenantRef,
  flow: Flow,
  original: Execution,
): Omit<CreateExecution, 'labels'> {
  const { id, originalId, metadata, inputs, trigger, kind, loopRun } = original;
  return {
    tenantKey: tenant.key,
    tenantId: tenant.id,
    flow,
    executionId: deps.ids.next(),
    parentId: id,
    originalId,
    attemptNumber: metadata.attemptNumber + 1,
    originalCreatedAt: metadata.originalCreatedAt,
    ...(inputs === undefined ? {} : { inputs }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(kind === undefined ? {} : { kind }),
    ...(loopRun === undefined ? {} : { loopRun }),
  };
}

/** They tell what has become of an execution, and are not true of another one that is made from it. */
const fates: ReadonlySet<string> = new Set(['system.replayed', 'system.restarted', killSwitchLabel]);

export function labelsOfCopy({ labels }: Execution): readonly Label[] {
  return labels.filter(({ key }) => !fates.has(key));
}

async function inputsFrom(
  deps: Deps,
  { key }: TenantRef,
  flow: Flow,
  executionId: string,
  parts: AsyncIterable<SuppliedPart>,
): Promise<JsonObject> {
  const { values, problems } = await resolveParts(deps, key, flow, executionId, parts);
  if (problems.length > 0) throw invalidInputs(problems);
  return values;
}

async function flowToReplay(
  deps: Deps,
  scope: TenantScope,
  original: Execution,
  revision: ReplayOptions['revision'],
): Promise<Flow> {
  if (revision !== 'latest') return flowOfExecution(deps, scope, original, revision);
  const latest = await loadLatestFlow(deps, scope.key, original.namespace, original.flowId);
  return flowOfExecution(deps, scope, original, latest?.flow?.revision);
}

async function copiedPart(
  deps: Deps,
  tenant: TenantRef,
  scope: TenantScope,
  flow: Flow,
  original: Execution,
  taskRunId: string | undefined,
): Promise<Pick<CreateExecution, 'taskRuns' | 'state'> | undefined> {
  if (taskRunId === undefined) return undefined;
  const compiled = compileFlow(flow, tenant, (type) =>
    deps.catalog.find(type)?.kind === 'inline' ? 'inline' : 'runnable',
  );
  const ord = ordOf(original.id, taskRunId);
  const taskRuns = await scope.executions.taskRuns(original.id);
  const replay = ord === undefined ? undefined : replayFrom(original, taskRuns, compiled, ord, deps.clock.now());
  if (replay === undefined) {
    throw new IllegalArgument({ reason: `No task found to replay execution '${original.id}' from: '${taskRunId}'` });
  }
  return { taskRuns: replay.taskRuns, state: replay.state };
}
