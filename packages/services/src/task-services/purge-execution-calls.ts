/** What executions leave behind, deleted for tasks: `executions.purge` of many, `executions.purgeFiles` of the own. */
import { isTerminal, type Execution, type QueryFilter } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { executionAudit } from '../executions/execution-audit.ts';
import { iterationsOf, notIterations } from '../executions/iterations-of.ts';
import { fileRemoval } from '../executions/file-removal.ts';
import { executionDirectory, uriOfPath, type ExecutionPlace } from '../executions/storage-paths.ts';
import { actingTask } from './acting-task.ts';
import { instantArgument, listArgument, rangeFilters } from './arguments.ts';
import type { Calls, TaskServiceDeps } from './create-task-services.ts';
import { openNamespaces, reachPlace } from './open-namespaces.ts';
import type { TaskOwner } from './task-owner.ts';

export interface Purged {
  readonly executionsCount: number;
  readonly logsCount: number;
  readonly storagesCount: number;
  readonly metricsCount: number;
}

interface Parts {
  readonly execution: boolean;
  readonly log: boolean;
  readonly storage: boolean;
}

/** So many are looked up at a time. */
const atOnce = 10_000;
/** An ended execution leaves the executor's memory within this time, or is left for the next purge. */
const leaveLimitMs = 5_000;

export function purgeExecutionCalls(deps: TaskServiceDeps): Calls {
  return {
    /** Only ended ones, in namespaces that allow the task's. */
    'executions.purge': async (owner, args): Promise<Purged> => {
      const scope = deps.store.scope(owner.tenantKey);
      const { filters, visible } = await reachPlace(scope, owner.namespace, args);
      const states = listArgument(args, 'states');
      const parts = args['parts'] as Parts;
      const wanted: readonly QueryFilter[] = [
        ...filters,
        // Iterations go with the execution that they are part of
        ...(parts.execution ? [notIterations] : []),
        ...rangeFilters(instantArgument(args, 'startDate'), instantArgument(args, 'endDate'), 'endDate'),
        ...(states === undefined ? [] : [{ field: 'state', operation: 'IN', value: states } as const]),
      ];
      const isOpen = openNamespaces(scope, owner.namespace);
      let purged: Purged = { executionsCount: 0, logsCount: 0, storagesCount: 0, metricsCount: 0 };
      for (;;) {
        const ids = await scope.executions.searchIds(wanted, visible, atOnce);
        const before = purged.executionsCount;
        for (const id of ids) {
          const execution = await scope.executions.find(id);
          if (execution === undefined || !isTerminal(execution.state.current)) continue;
          if (await isOpen(execution.namespace)) purged = await purge(owner, scope, execution, parts, purged);
        }
        // What is kept would be found again and again
        if (ids.length < atOnce || purged.executionsCount === before) return purged;
      }
    },

    /** Of the task's own execution; answers their addresses. */
    'executions.purgeFiles': async (owner) => {
      const { namespace, flowId, executionId } = owner;
      if (executionId === undefined) throw new Error('A trigger has no files of an execution');
      return deleteFiles(owner, { namespace, flowId, executionId });
    },
  };

  async function purge(
    owner: TaskOwner,
    scope: TenantScope,
    execution: Execution,
    parts: Parts,
    before: Purged,
    keptWith?: string,
  ): Promise<Purged> {
    let so = before;
    const { id, namespace } = execution;
    const actor = actingTask(owner, namespace);
    await (await deps.host()).waitForEnd(scope.key, id, AbortSignal.timeout(leaveLimitMs));
    const removal = await fileRemoval(deps, scope, execution, parts.storage, keptWith);
    if (parts.execution) {
      for await (const iteration of iterationsOf(scope, id))
        so = await purge(owner, scope, iteration, parts, so, removal.keptWith);
    }
    const metricsCount = parts.execution ? (await scope.metrics.ofExecution(id)).length : 0;
    const logsCount = parts.log ? (await scope.logs.ofExecution(id)).length : 0;
    if (parts.execution) {
      const gone = executionAudit(deps, scope, actor, execution, 'delete');
      const isPart = execution.kind === 'LOOP';
      await deps.store.write([
        scope.executions.delete(id, { logs: parts.log, metrics: true }),
        ...removal.writes,
        ...(isPart ? [] : [gone]),
      ]);
    } else if (parts.log) {
      const gone = executionAudit(deps, scope, actor, execution, 'deleteLogs');
      await deps.store.write([scope.logs.deleteOfExecution(id), gone]);
    }
    const files = parts.execution || parts.storage ? await removal.removeFiles() : [];
    return {
      executionsCount: so.executionsCount + (parts.execution ? 1 : 0),
      logsCount: so.logsCount + logsCount,
      storagesCount: so.storagesCount + files.length,
      metricsCount: so.metricsCount + metricsCount,
    };
  }

  async function deleteFiles(
    { tenantKey }: Pick<TaskOwner, 'tenantKey'>,
    place: ExecutionPlace,
  ): Promise<readonly string[]> {
    const files = deps.files.open(tenantKey, place.namespace);
    const directory = executionDirectory(place);
    const paths = (await Array.fromAsync(files.walk(directory))).map(({ path }) => path);
    await files.delete(directory);
    return paths.map(uriOfPath);
  }
}
