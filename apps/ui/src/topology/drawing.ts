/** A graph as it is drawn: without the points that only join others, and with the words that its edges carry. */
import type { WireGraph } from '../api/graphs.ts';
import { topologyText as words } from '../messages/en-topology.ts';

export type SideBranch = 'ERROR' | 'FINALLY' | 'AFTER_EXECUTION';

/** A task or trigger as the source has it. */
export interface DrawnThing {
  readonly id: string;
  readonly type: string;
  readonly disabled?: boolean;
  readonly [property: string]: unknown;
}

/** A flow as others see it that start it, or that it starts. */
export interface DrawnFlow {
  readonly namespace: string;
  readonly id: string;
}

export interface Box {
  readonly id: string;
  readonly kind: 'start' | 'end' | 'join' | 'task' | 'trigger' | 'group' | 'flow';
  /** Of groups that are no task's. */
  readonly label?: string;
  /** The group around it. */
  readonly parent?: string;
  readonly thing?: DrawnThing;
  readonly flow?: DrawnFlow;
  readonly branch?: SideBranch;
}

export interface Arrow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  readonly branch?: SideBranch;
}

export interface Drawing {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

const start = 'root.start';
const end = 'root.end';
const sideBranches: ReadonlySet<string> = new Set<SideBranch>(['ERROR', 'FINALLY', 'AFTER_EXECUTION']);

/**
 * A flowable begins where its own box stands and ends where its last task does; only where several branches meet a
 * point stays. Triggers lead to the start of the flow together.
 */
export function toDrawing(graph: WireGraph): Drawing {
  const standsFor = pointsThatStandForOthers(graph);
  const resolve = (uid: string): string => {
    const other = standsFor.get(uid);
    return other === undefined ? uid : resolve(other);
  };
  const triggers = new Set(graph.nodes.filter(({ trigger }) => trigger !== undefined).map(({ uid }) => uid));
  const groupOf = new Map(graph.clusters.flatMap(({ cluster, nodes }) => nodes.map((uid) => [uid, cluster.uid])));
  const groups = graph.clusters.map(({ cluster, parents }): Box => ({
    id: cluster.uid,
    kind: 'group',
    ...(parents.length > 0 && { parent: parents.at(-1)! }),
    ...(cluster.task === undefined && { label: words.triggers }),
  }));
  const boxes = graph.nodes
    .filter(({ uid }) => !standsFor.has(uid))
    .map((node): Box => {
      const parent = groupOf.get(node.uid);
      return {
        id: node.uid,
        kind: kindOf(node),
        ...(parent !== undefined && { parent }),
        ...(node.branchType !== undefined && { branch: node.branchType }),
        ...((node.task ?? node.trigger) !== undefined && { thing: (node.task ?? node.trigger) as DrawnThing }),
      };
    });
  const arrows = graph.edges.flatMap(({ source, target, relation }, index): readonly Arrow[] => {
    const [from, to] = [resolve(source), resolve(target)];
    if (from === to || triggers.has(from) || triggers.has(to)) return [];
    const branch = sideBranches.has(relation.relationType ?? '') ? (relation.relationType as SideBranch) : undefined;
    const label = branch === undefined ? relation.value : words.branches[branch];
    return [
      { id: `${index}`, from, to, ...(label !== undefined && { label }), ...(branch !== undefined && { branch }) },
    ];
  });
  return { boxes: [...groups, ...boxes], arrows };
}

function pointsThatStandForOthers({ clusters, edges }: WireGraph): ReadonlyMap<string, string> {
  const standsFor = new Map<string, string>();
  for (const { cluster, start: first, end: last } of clusters) {
    if (cluster.task === undefined) {
      standsFor.set(first, cluster.uid).set(last, cluster.uid);
      continue;
    }
    standsFor.set(first, cluster.uid.slice('cluster_'.length));
    const before = edges.filter(({ target }) => target === last);
    if (before.length === 1) standsFor.set(last, before[0]!.source);
  }
  return standsFor;
}

function kindOf({ uid, task, trigger }: WireGraph['nodes'][number]): Box['kind'] {
  if (task !== undefined) return 'task';
  if (trigger !== undefined) return 'trigger';
  if (uid === start) return 'start';
  return uid === end ? 'end' : 'join';
}
