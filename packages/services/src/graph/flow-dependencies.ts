/** Which flows start which: by subflow tasks, and by triggers that name the flows they wait for. */
import {
  allTasks,
  isVisibleNamespace,
  isWithinNamespace,
  NotFound,
  type Flow,
  type JsonObject,
} from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn, visibleNamespaces } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { flowThing, type FlowName } from '../flows/flow-name.ts';
import { toFlow } from '../flows/load-flow.ts';

export interface FlowTopology {
  readonly nodes: { readonly uid: string; readonly namespace: string; readonly id: string }[];
  readonly edges: {
    readonly source: string;
    readonly target: string;
    readonly relation: 'FLOW_TASK' | 'FLOW_TRIGGER';
  }[];
}

export interface TopologyOptions {
  /** Only what is started, not by whom. */
  readonly destinationOnly?: boolean | undefined;
  /** The neighbours of neighbours too, and so on. */
  readonly expandAll?: boolean | undefined;
}

type Edge = FlowTopology['edges'][number];

const callers = new Set(['io.kestra.plugin.core.flow.Subflow', 'io.kestra.plugin.core.flow.ForEachItem']);
const flowTrigger = 'io.kestra.plugin.core.trigger.Flow';

/** The flow and its neighbours. Throws `NotFound`. */
export async function flowDependencies(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  name: FlowName,
  options: TopologyOptions = {},
): Promise<FlowTopology> {
  demandOn(actor, 'FLOW:VIEW', name.namespace, flowThing(name));
  const flows = await visibleFlows(scope, actor);
  const start = uidOf(name);
  if (!flows.some((flow) => uidOf(flow) === start)) throw new NotFound({ thing: flowThing(name) });
  return around(flows, edgesOf(deps, scope, flows), new Set([start]), options);
}

/** Flows of a namespace, those below it included, or of the whole tenant, with their neighbours. */
export async function namespaceDependencies(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  namespace: string | undefined,
  options: TopologyOptions = {},
): Promise<FlowTopology> {
  const flows = await visibleFlows(scope, actor);
  const inside = flows.filter((flow) => namespace === undefined || isWithinNamespace(flow.namespace, namespace));
  return around(flows, edgesOf(deps, scope, flows), new Set(inside.map(uidOf)), options);
}

async function visibleFlows(scope: TenantScope, actor: Actor): Promise<readonly FlowRevision[]> {
  const visible = visibleNamespaces(actor, 'FLOW:VIEW');
  return (await scope.flows.list()).filter(({ namespace }) => isVisibleNamespace(namespace, visible));
}

/** Edges between the flows given: what leads to others is not shown. */
function edgesOf(deps: Deps, scope: TenantScope, flows: readonly FlowRevision[]): readonly Edge[] {
  const known = new Set(flows.map(uidOf));
  const edges = new Map<string, Edge>();
  for (const revision of flows) {
    const { flow } = toFlow(deps, scope.key, revision);
    if (flow === undefined) continue;
    for (const edge of [...subflowEdges(flow), ...triggerEdges(flow, flows)]) {
      if (known.has(edge.source) && known.has(edge.target)) edges.set(Object.values(edge).join(' '), edge);
    }
  }
  return [...edges.values()];
}

function subflowEdges(flow: Flow): readonly Edge[] {
  return allTasks(flow)
    .filter(({ type }) => callers.has(type))
    .flatMap(({ properties: { namespace, flowId } }): readonly Edge[] => {
      if (typeof namespace !== 'string' || typeof flowId !== 'string') return [];
      return [{ source: uidOf(flow), target: uidOf({ namespace, id: flowId }), relation: 'FLOW_TASK' }];
    });
}

/** A trigger that names a namespace alone waits for every flow of it; one that names nothing is left out. */
function triggerEdges(flow: Flow, flows: readonly FlowRevision[]): readonly Edge[] {
  const upstream = flow.triggers
    .filter(({ type }) => type === flowTrigger)
    .flatMap(({ properties, conditions }) => [
      ...listOf(properties['dependsOn']),
      ...listOf((properties['preconditions'] as JsonObject | undefined)?.['flows']),
      ...conditions.filter(({ flowId }) => flowId !== undefined),
    ]);
  return upstream.flatMap(({ namespace, flowId }) =>
    flows
      .filter((other) => other.namespace === namespace && (flowId === undefined || other.id === flowId))
      .filter((other) => uidOf(other) !== uidOf(flow))
      .map((other) => ({ source: uidOf(other), target: uidOf(flow), relation: 'FLOW_TRIGGER' as const })),
  );
}

function around(
  flows: readonly FlowRevision[],
  edges: readonly Edge[],
  start: ReadonlySet<string>,
  { destinationOnly = false, expandAll = false }: TopologyOptions,
): FlowTopology {
  const shown = new Set(start);
  const kept = new Set<Edge>();
  let border: ReadonlySet<string> = start;
  do {
    const next = new Set<string>();
    for (const edge of edges) {
      const leads = border.has(edge.source) || (!destinationOnly && border.has(edge.target));
      if (!leads) continue;
      kept.add(edge);
      for (const uid of [edge.source, edge.target]) if (!shown.has(uid)) next.add(uid);
    }
    for (const uid of next) shown.add(uid);
    border = next;
  } while (expandAll && border.size > 0);
  return {
    nodes: flows
      .filter((flow) => shown.has(uidOf(flow)))
      .map((flow) => ({ uid: uidOf(flow), namespace: flow.namespace, id: flow.id })),
    edges: [...kept],
  };
}

/** Neither part can hold a slash. */
export function uidOf({ namespace, id }: FlowName): string {
  return `${namespace}/${id}`;
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}
