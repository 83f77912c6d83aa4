/**
 * The executions of one correlation – one execution and all that it started – as their states change; those of the flows
 * that the topology shows around its flow.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { correlationLabel, isVisibleNamespace, labelValue, type Execution, type QueryFilter } from '@windhover/model';
import { topics, type TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { flowDependencies, uidOf, type TopologyOptions } from '../graph/flow-dependencies.ts';
import { collectNews } from './collect-news.ts';
import { RunOfChain } from './run-of-chain.ts';
import { searchExecutions } from './search-executions.ts';

export interface FollowedDependency {
  readonly execution: Execution;
  /** Every flow has run; nothing follows. */
  readonly isLast: boolean;
}

/** The newest that are told at the beginning; later ones are told as they come. */
const mostAtFirst = 1_000;
const mergeMs = 100;

/**
 * The caller may see the execution. Ends when each of the flows has run, since the execution was restarted if it was, or when
 * `signal` is aborted.
 */
export async function followDependencies(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  { id, namespace, flowId, labels }: Execution,
  options: TopologyOptions,
): Promise<(signal: AbortSignal) => AsyncGenerator<FollowedDependency>> {
  const { nodes } = await flowDependencies(deps, scope, actor, { namespace, id: flowId }, options);
  const visible = visibleNamespaces(actor, 'EXECUTION:LIST');
  // Executions that the caller never hears of are not waited for
  const flows = new Set(nodes.filter((node) => isVisibleNamespace(node.namespace, visible)).map(({ uid }) => uid));
  const correlationId = labelValue(labels, correlationLabel) ?? id;

  return async function* follow(signal) {
    const news = collectNews(deps.transport, topics.correlation(scope.key, correlationId), executionIdsOf);
    signal.addEventListener('abort', news.wake, { once: true });
    const run = new RunOfChain(flows, id);
    try {
      let changed = await related(deps, scope, actor, correlationId);
      while (!signal.aborted) {
        const told = changed.filter((candidate) => flows.has(uidOfFlow(candidate)));
        for (const execution of told) run.see(uidOfFlow(execution), execution);
        const { isOver } = run;
        for (const [index, execution] of told.entries())
          yield { execution, isLast: isOver && index === told.length - 1 };
        if (isOver) return;
        await sleep(mergeMs, undefined, { signal }).catch(() => undefined);
        const ids = await news.next(() => signal.aborted);
        const found = await Promise.all([...ids].map((changedId) => scope.executions.find(changedId)));
        changed = found.filter((execution) => execution !== undefined);
      }
    } finally {
      news.close();
    }
  };
}

/** Oldest first, the one that began it all among them. */
async function related(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  correlationId: string,
): Promise<readonly Execution[]> {
  const filter: QueryFilter = { field: 'labels', operation: 'EQUALS', value: { [correlationLabel]: correlationId } };
  const page = { page: 1, size: mostAtFirst, sort: [] };
  const [root, { results }] = await Promise.all([
    scope.executions.find(correlationId),
    searchExecutions(deps, scope, actor, [filter], page),
  ]);
  const others = results.filter(({ id }) => id !== correlationId).toReversed();
  return root === undefined ? others : [root, ...others];
}

function uidOfFlow({ namespace, flowId }: Execution): string {
  return uidOf({ namespace, id: flowId });
}

function executionIdsOf(message: unknown): readonly string[] {
  return [(message as { readonly executionId: string }).executionId];
}
