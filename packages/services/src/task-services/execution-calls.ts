/** Other executions for tasks: `executions.resume`, `executions.count`, `executions.childOutputs`. */
import { ordOf, taskRunId, type Execution, type JsonObject, type QueryFilter } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { resumeExecution } from '../executions/resume-execution.ts';
import { notIterations } from '../executions/iterations-of.ts';
import type { SuppliedPart } from '../executions/supplied-inputs.ts';
import { actingTask } from './acting-task.ts';
import { instantArgument, listArgument, rangeFilters } from './arguments.ts';
import { countInHalves } from './count-in-halves.ts';
import type { Calls } from './create-task-services.ts';
import { openNamespaces } from './open-namespaces.ts';
import { reachExecution } from './reach-execution.ts';

export interface ExecutionCount {
  readonly namespace: string;
  readonly flowId?: string | undefined;
  readonly count: number;
}

const pageSize = 1_000;
/** Where a search stops counting. */
const countCap = 10_000;

export function executionCalls(deps: Pick<Deps, 'store' | 'clock'>, all: () => Promise<Deps>): Calls {
  return {
    'executions.resume': async (owner, args) => {
      const { scope, execution } = await reachExecution(deps, owner, args);
      const inputs = (args['inputs'] ?? {}) as JsonObject;
      const actor = actingTask(owner, execution.namespace);
      await resumeExecution(await all(), scope, actor, execution.id, partsOf(inputs));
    },

    /** Of each flow, or of each namespace with those below it. */
    'executions.count': async (owner, args): Promise<readonly ExecutionCount[]> => {
      const scope = deps.store.scope(owner.tenantKey);
      const states = listArgument(args, 'states');
      const since = instantArgument(args, 'startDate') ?? 0;
      const until = instantArgument(args, 'endDate') ?? deps.clock.now();
      const ofStates: readonly QueryFilter[] =
        states === undefined ? [] : [{ field: 'state', operation: 'IN', value: states }];
      const isOpen = openNamespaces(scope, owner.namespace);
      const counts: ExecutionCount[] = [];
      for (const place of args['places'] as readonly Omit<ExecutionCount, 'count'>[]) {
        if (!(await isOpen(place.namespace))) {
          throw new Error(`Namespace '${place.namespace}' does not allow '${owner.namespace}' to reach it`);
        }
        const within = (from: number, to: number): Promise<number> =>
          countOf(scope, place, [...rangeFilters(from, to, 'startDate'), ...ofStates]);
        counts.push({ ...place, count: await countInHalves(within, since, until, countCap) });
      }
      return counts;
    },

    /** Outputs of the child executions that a sibling of the task run started, in order of their batches. */
    'executions.childOutputs': async (owner, args): Promise<readonly JsonObject[]> => {
      const { scope, execution } = await reachExecution(deps, owner, args);
      const parentId = await siblingOf(scope, execution.id, String(args['taskRunId']), String(args['siblingTaskId']));
      const byBatch = new Map<number, JsonObject>();
      for await (const { trigger, outputs } of childrenOf(scope, execution.id)) {
        const { taskRunId: startedBy, taskRunIteration } = trigger?.variables ?? {};
        if (startedBy === parentId && outputs !== undefined) byBatch.set(Number(taskRunIteration), outputs);
      }
      return [...byBatch].sort(([left], [right]) => left - right).map(([, outputs]) => outputs);
    },
  };
}

async function* partsOf(inputs: JsonObject): AsyncIterable<SuppliedPart> {
  for (const [name, value] of Object.entries(inputs)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    yield { name, content: bytesOf(text), text: async () => text };
  }
}

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

async function countOf(
  scope: TenantScope,
  { namespace, flowId }: Omit<ExecutionCount, 'count'>,
  filters: readonly QueryFilter[],
): Promise<number> {
  const ofFlow: readonly QueryFilter[] =
    flowId === undefined
      ? []
      : [
          { field: 'namespace', operation: 'EQUALS', value: namespace },
          { field: 'flowId', operation: 'EQUALS', value: flowId },
        ];
  const { total } = await scope.executions.search(
    [...filters, ...ofFlow, notIterations],
    { page: 1, size: 1, sort: [] },
    [namespace],
  );
  return total;
}

/** The id of the task run of another task below the same parent: the last one, as restarts add some. */
async function siblingOf(
  scope: TenantScope,
  executionId: string,
  ofTaskRunId: string,
  taskId: string,
): Promise<string | undefined> {
  const { parentOrd } = (await scope.executions.findTaskRun(executionId, ordOf(executionId, ofTaskRunId)!))!;
  let found: number | undefined;
  for (let fromOrd = Math.max(parentOrd, 0); ;) {
    const page = await scope.executions.taskRuns(executionId, { fromOrd, limit: pageSize });
    for (const row of page) if (row.taskId === taskId && row.parentOrd === parentOrd) found = row.ord;
    if (page.length < pageSize) break;
    fromOrd = page.at(-1)!.ord + 1;
  }
  return found === undefined ? undefined : taskRunId(executionId, found);
}

/** Oldest first: of two children of one batch the later one counts. */
async function* childrenOf(scope: TenantScope, executionId: string): AsyncIterable<Execution> {
  const filters: readonly QueryFilter[] = [
    { field: 'triggerExecutionId', operation: 'EQUALS', value: executionId },
    notIterations,
  ];
  for (let page = 1; ; page += 1) {
    const request = { page, size: pageSize, sort: [{ field: 'id', direction: 'asc' }] } as const;
    const { results } = await scope.executions.search(filters, request, 'all');
    yield* results;
    if (results.length < pageSize) return;
  }
}
