/** Where everything of a drawing stands; the layered algorithm of ELK decides, which knows groups within groups. */
import type { ELK, ElkExtendedEdge, ElkNode, ElkPoint } from 'elkjs/lib/elk-api.js';
import type { Arrow, Box, Drawing } from './drawing.ts';

export type Direction = 'DOWN' | 'RIGHT';

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly boxes: readonly (Box & Area)[];
  readonly arrows: readonly (Arrow & { readonly points: readonly ElkPoint[]; readonly labelAt?: Area })[];
}

const sizes: Readonly<Record<Exclude<Box['kind'], 'group'>, { readonly width: number; readonly height: number }>> = {
  task: { width: 196, height: 46 },
  trigger: { width: 196, height: 46 },
  flow: { width: 220, height: 46 },
  start: { width: 14, height: 14 },
  end: { width: 14, height: 14 },
  join: { width: 8, height: 8 },
};

/** Groups are laid out one by one: all at once the algorithm knows no order of branches. */
const options = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'SEPARATE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  // Branches stay in the order in which the source has them.
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.spacing.nodeNode': '24',
  'elk.spacing.edgeNode': '18',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
};

export async function layOut(drawing: Drawing, direction: Direction, elk: Pick<ELK, 'layout'>): Promise<Layout> {
  const placed = await elk.layout(toElk(drawing, { ...options, 'elk.direction': direction }));
  const areas = new Map(areasIn(placed));
  const edges = new Map(edgesIn(placed).map((edge) => [edge.id, edge]));
  return {
    boxes: drawing.boxes.map((box) => ({ ...box, ...areas.get(box.id)! })),
    arrows: drawing.arrows.map((arrow) => ({ ...arrow, ...routeOf(edges.get(arrow.id)!) })),
  };
}

function toElk({ boxes, arrows }: Drawing, layoutOptions: Readonly<Record<string, string>>): ElkNode {
  const parents = new Map(boxes.map(({ id, parent }) => [id, parent]));
  const insideOf = Map.groupBy(boxes, ({ parent }) => parent);
  // An arrow that leaves a group leaves it at its border: it joins those that stand side by side in one group.
  const within = Map.groupBy(
    arrows.map((arrow) => ({ arrow, ...sideBySide(arrow, parents) })),
    ({ parent }) => parent,
  );
  const contentOf = (group: string | undefined): Pick<ElkNode, 'children' | 'edges'> => ({
    children: (insideOf.get(group) ?? []).map((box): ElkNode => {
      if (box.kind !== 'group') return { id: box.id, ...sizes[box.kind] };
      const top = box.label === undefined ? 14 : 30;
      const padding = { 'elk.padding': `[top=${top},left=14,bottom=14,right=14]` };
      return { id: box.id, layoutOptions: { ...layoutOptions, ...padding }, ...contentOf(box.id) };
    }),
    edges: (within.get(group) ?? []).map(({ arrow, from, to }) => toEdge(arrow, from, to)),
  });
  return { id: 'drawing', layoutOptions, ...contentOf(undefined) };
}

/** The outermost boxes around both ends that are not around each other, and the group in which they stand. */
function sideBySide({ from, to }: Arrow, parents: ReadonlyMap<string, string | undefined>) {
  const [fromPath, toPath] = [pathTo(from, parents), pathTo(to, parents)];
  let depth = 0;
  while (fromPath[depth] === toPath[depth] && depth < fromPath.length - 1 && depth < toPath.length - 1) depth += 1;
  return { from: fromPath[depth]!, to: toPath[depth]!, parent: fromPath[depth - 1] };
}

/** From the outermost group to the box itself. */
function pathTo(id: string, parents: ReadonlyMap<string, string | undefined>): readonly string[] {
  const parent = parents.get(id);
  return parent === undefined ? [id] : [...pathTo(parent, parents), id];
}

/** As wide as 12-pixel letters are at most on average. */
const letterWidth = 7;
const longestLabel = 24;

/** A label that is longer is cut where it is drawn. */
export const shownLabel = (label: string): string =>
  label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label;

function toEdge({ id, label }: Arrow, from: string, to: string): ElkExtendedEdge {
  return {
    id,
    sources: [from],
    targets: [to],
    ...(label !== undefined && {
      labels: [
        {
          id: `${id} label`,
          text: label,
          width: shownLabel(label).length * letterWidth + 12,
          height: 18,
          layoutOptions: { 'elk.edgeLabels.inline': 'true' },
        },
      ],
    }),
  };
}

function areasIn(node: ElkNode): readonly (readonly [string, Area])[] {
  return (node.children ?? []).flatMap((child) => [[child.id, areaOf(child)] as const, ...areasIn(child)]);
}

function edgesIn(node: ElkNode): readonly ElkExtendedEdge[] {
  return [...(node.edges ?? []), ...(node.children ?? []).flatMap(edgesIn)];
}

function areaOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Area>): Area {
  return { x, y, width, height };
}

function routeOf({ sections, labels }: ElkExtendedEdge) {
  const points = (sections ?? []).flatMap(({ startPoint, bendPoints, endPoint }) => [
    startPoint,
    ...(bendPoints ?? []),
    endPoint,
  ]);
  return { points, ...(labels?.[0] !== undefined && { labelAt: areaOf(labels[0]) }) };
}
