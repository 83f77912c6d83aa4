/** A flow as a drawing: nodes, edges and nested clusters, in the form that Kestra's clients draw. */
import { approvalType, type Flow, type JsonObject, type TaskChildren, type TaskDefinition } from '@windhover/model';

export type GraphRelation = 'SEQUENTIAL' | 'PARALLEL' | 'CHOICE' | 'DYNAMIC' | 'ERROR' | 'FINALLY' | 'AFTER_EXECUTION';

export interface GraphNode {
  readonly uid: string;
  readonly type: string;
  readonly branchType?: 'ERROR' | 'FINALLY' | 'AFTER_EXECUTION';
  readonly task?: JsonObject;
  readonly relationType?: GraphRelation;
  readonly trigger?: JsonObject;
}

export interface GraphEdge {
  readonly source: string;
  readonly target: string;
  readonly relation: { readonly relationType?: GraphRelation; readonly value?: string };
}

export interface GraphCluster {
  readonly cluster: GraphNode;
  readonly nodes: string[];
  /** From the outermost. */
  readonly parents: string[];
  readonly start: string;
  readonly end: string;
}

export interface FlowGraph {
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
  readonly clusters: GraphCluster[];
  /** Ids of tasks that order others. */
  readonly flowables: string[];
}

const nodeType = (name: string): string => `io.kestra.core.models.hierarchies.${name}`;
const corePrefix = 'io.kestra.plugin.core.flow.';
/** Flowables whose children do not simply follow each other. */
const relations: Readonly<Record<string, GraphRelation>> = {
  [`${corePrefix}Parallel`]: 'PARALLEL',
  [`${corePrefix}EachParallel`]: 'PARALLEL',
  [`${corePrefix}EachSequential`]: 'DYNAMIC',
  [`${corePrefix}ForEach`]: 'DYNAMIC',
  [`${corePrefix}Loop`]: 'DYNAMIC',
  [`${corePrefix}LoopUntil`]: 'DYNAMIC',
};

interface Drawing extends FlowGraph {
  /** Clusters around what is being drawn, the outermost first. */
  readonly around: readonly GraphCluster[];
  readonly branchType?: GraphNode['branchType'];
}

/** Triggers lead to the start; `uid`s are `root` and the ids of the tasks on the way, joined by dots. */
export function flowGraph(flow: Flow): FlowGraph {
  const drawing: Drawing = { nodes: [], edges: [], clusters: [], flowables: [], around: [] };
  const [start, end] = ['root.start', 'root.end'];
  addNode(drawing, { uid: start, type: nodeType('GraphClusterRoot') });
  addNode(drawing, { uid: end, type: nodeType('GraphClusterEnd') });
  drawTriggers(drawing, flow, start);
  drawChain(drawing, flow.tasks, 'root', { from: start, to: end, relation: { relationType: 'SEQUENTIAL' } });
  drawSideBranches(drawing, flow, 'root', start, end);
  const { nodes, edges, clusters, flowables } = drawing;
  return { nodes, edges, clusters, flowables };
}

interface Span {
  readonly from: string;
  readonly to: string;
  /** Of the edge that leads into it. */
  readonly relation: GraphEdge['relation'];
}

function drawTriggers(drawing: Drawing, { triggers }: Flow, start: string): void {
  if (triggers.length === 0) return;
  const uid = (id: string): string => `root.Triggers.${id}`;
  const [first, last] = [uid('start'), uid('end')];
  const inside = openCluster(drawing, 'root.Triggers', undefined, first, last);
  for (const { id, type, disabled, properties } of triggers) {
    addNode(inside, {
      uid: uid(id),
      type: nodeType('GraphTrigger'),
      trigger: { id, type, ...(disabled && { disabled }), ...properties },
    });
    addEdge(drawing, first, uid(id), {});
    addEdge(drawing, uid(id), last, {});
  }
  addEdge(drawing, last, start, {});
}

/** One after the other. */
function drawChain(drawing: Drawing, tasks: readonly TaskDefinition[], path: string, span: Span): void {
  let { from, relation } = span;
  for (const task of tasks) {
    const { entry, exit } = drawTask(drawing, task, path, relation.relationType ?? 'SEQUENTIAL');
    addEdge(drawing, from, entry, relation);
    from = exit;
    relation = { relationType: relation.relationType === 'DYNAMIC' ? 'DYNAMIC' : 'SEQUENTIAL' };
  }
  addEdge(drawing, from, span.to, tasks.length === 0 ? span.relation : {});
}

function drawTask(
  drawing: Drawing,
  task: TaskDefinition,
  path: string,
  relationType: GraphRelation,
): { readonly entry: string; readonly exit: string } {
  const uid = `${path}.${task.id}`;
  const node: GraphNode = { uid, type: nodeType('GraphTask'), task: taskJson(task), relationType };
  if (task.children !== undefined) drawing.flowables.push(task.id);
  if (task.children === undefined || isEmpty(task.children)) {
    addNode(drawing, node);
    return { entry: uid, exit: uid };
  }
  const [start, end] = [`${uid}.start`, `${uid}.end`];
  const inside = openCluster(drawing, uid, node, start, end);
  addNode(inside, node);
  addEdge(inside, start, uid, {});
  drawBranches(inside, task, uid, end);
  drawSideBranches(inside, task.children, uid, uid, end);
  return { entry: start, exit: end };
}

const pauseType = 'io.kestra.plugin.core.flow.Pause';

/** What runs first leads to either of the two decisions. */
function drawApproval(
  drawing: Drawing,
  { then: onWait = [], tasks, else: onDeny = [] }: TaskChildren,
  uid: string,
  end: string,
): void {
  const choices = { onWait, onApprove: tasks, onDeny };
  for (const [value, branch] of Object.entries(choices)) {
    if (branch.length > 0)
      drawChain(drawing, branch, uid, { from: uid, to: end, relation: { relationType: 'CHOICE', value } });
  }
}

function drawBranches(drawing: Drawing, { type, children }: TaskDefinition, uid: string, end: string): void {
  const { then, else: otherwise, cases, defaults, dependsOn } = children!;
  // What a Pause runs first is no choice
  const isPause = type === pauseType;
  if (type === approvalType) return drawApproval(drawing, children!, uid, end);
  const tasks = isPause ? [...(then ?? []), ...children!.tasks] : children!.tasks;
  const choices: readonly (readonly [string, readonly TaskDefinition[] | undefined])[] = [
    ['then', isPause ? undefined : then],
    ['else', otherwise],
    ...(cases ?? []),
    ['defaults', defaults],
  ];
  for (const [value, branch] of choices) {
    if (branch !== undefined && branch.length > 0)
      drawChain(drawing, branch, uid, { from: uid, to: end, relation: { relationType: 'CHOICE', value } });
  }
  const relationType = relations[type] ?? 'SEQUENTIAL';
  if (dependsOn !== undefined) drawDag(drawing, tasks, dependsOn, uid, end);
  else if (relationType === 'PARALLEL') {
    for (const task of tasks) drawChain(drawing, [task], uid, { from: uid, to: end, relation: { relationType } });
  } else if (tasks.length > 0) {
    drawChain(drawing, tasks, uid, { from: uid, to: end, relation: { relationType } });
  }
}

/** A Pause, say, or a Subflow: drawn as one task. */
function isEmpty({ tasks, then, else: otherwise, cases, defaults, errors, finally: last }: TaskChildren): boolean {
  const branches = [tasks, then, otherwise, ...(cases?.values() ?? []), defaults, errors, last];
  return branches.every((branch) => branch === undefined || branch.length === 0);
}

function drawDag(
  drawing: Drawing,
  tasks: readonly TaskDefinition[],
  dependsOn: ReadonlyMap<string, readonly string[]>,
  uid: string,
  end: string,
): void {
  const drawn = new Map(tasks.map((task) => [task.id, drawTask(drawing, task, uid, 'PARALLEL')]));
  const waitedFor = new Set([...dependsOn.values()].flat());
  for (const [id, { entry, exit }] of drawn) {
    const needed = (dependsOn.get(id) ?? []).flatMap((name) => drawn.get(name) ?? []);
    for (const task of needed) addEdge(drawing, task.exit, entry, { relationType: 'SEQUENTIAL' });
    if (needed.length === 0) addEdge(drawing, uid, entry, { relationType: 'PARALLEL' });
    if (!waitedFor.has(id)) addEdge(drawing, exit, end, {});
  }
}

function drawSideBranches(
  drawing: Drawing,
  side: Pick<Flow, 'errors' | 'finally'> & Partial<Pick<Flow, 'afterExecution'>>,
  uid: string,
  from: string,
  to: string,
): void {
  const branches = [
    ['ERROR', side.errors],
    ['FINALLY', side.finally],
    ['AFTER_EXECUTION', side.afterExecution ?? []],
  ] as const;
  for (const [relationType, tasks] of branches) {
    if (tasks.length === 0) continue;
    drawChain({ ...drawing, branchType: relationType }, tasks, uid, { from, to, relation: { relationType } });
  }
}

function openCluster(
  drawing: Drawing,
  uid: string,
  taskNode: GraphNode | undefined,
  start: string,
  end: string,
): Drawing {
  const cluster: GraphCluster = {
    cluster: { uid: `cluster_${uid}`, type: nodeType('GraphCluster'), ...(taskNode && { task: taskNode.task! }) },
    nodes: [],
    parents: drawing.around.map(({ cluster: parent }) => parent.uid),
    start,
    end,
  };
  drawing.clusters.push(cluster);
  const inside = { ...drawing, around: [...drawing.around, cluster] };
  addNode(inside, { uid: start, type: nodeType('GraphClusterRoot') });
  addNode(inside, { uid: end, type: nodeType('GraphClusterEnd') });
  return inside;
}

/** A node is listed in its innermost cluster alone. */
function addNode({ nodes, around, branchType }: Drawing, node: GraphNode): void {
  nodes.push(branchType === undefined ? node : { ...node, branchType });
  around.at(-1)?.nodes.push(node.uid);
}

function addEdge({ edges }: Drawing, source: string, target: string, relation: GraphEdge['relation']): void {
  edges.push({ source, target, relation });
}

function taskJson({ id, type, description, disabled, properties }: TaskDefinition): JsonObject {
  return {
    id,
    type,
    ...(description !== undefined && { description }),
    ...(disabled && { disabled }),
    ...properties,
  };
}
