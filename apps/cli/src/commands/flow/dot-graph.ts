/** A flow as a graph in GraphViz' DOT language: tasks are nodes, flowables are boxes around their children. */
import type { Flow, TaskDefinition } from '@windhover/model';

interface Branch {
  readonly name: string;
  readonly tasks: readonly TaskDefinition[];
  /** Whether its tasks follow each other. */
  readonly isSequence: boolean;
}

/** Flowables whose children do not wait for each other. */
const parallel: ReadonlySet<string> = new Set([
  'io.kestra.plugin.core.flow.Parallel',
  'io.kestra.plugin.core.flow.Dag',
]);

export function dotGraph(flow: Flow): string {
  const lines = ['digraph {', `  label=${quoted(`${flow.namespace}.${flow.id}`)}`, '  node [shape=box]'];
  const branches: readonly Branch[] = [
    { name: 'tasks', tasks: flow.tasks, isSequence: true },
    { name: 'errors', tasks: flow.errors, isSequence: true },
    { name: 'finally', tasks: flow.finally, isSequence: true },
    { name: 'afterExecution', tasks: flow.afterExecution, isSequence: true },
  ];
  for (const branch of branches) drawBranch(branch, '', '  ', lines);
  return [...lines, '}'].join('\n');
}

/** Boxes are drawn before the arrows between them, which go from first node to first node. */
function drawBranch({ name, tasks, isSequence }: Branch, parent: string, indent: string, lines: string[]): void {
  if (tasks.length === 0) return;
  for (const task of tasks) drawTask(task, indent, lines);
  if (parent !== '') {
    for (const task of isSequence ? tasks.slice(0, 1) : tasks)
      lines.push(arrow(indent, parent, task.id, name === 'tasks' ? '' : name));
  } else if (name !== 'tasks')
    lines.push(`${indent}${quoted(name)} [shape=plaintext]`, arrow(indent, name, tasks[0]?.id ?? ''));
  if (!isSequence) return;
  for (const [index, task] of tasks.slice(1).entries()) lines.push(arrow(indent, tasks[index]?.id ?? '', task.id));
}

function drawTask(task: TaskDefinition, indent: string, lines: string[]): void {
  const label = `${task.id}\\n${task.type.split('.').at(-1) ?? ''}`;
  const node = `${quoted(task.id)} [label="${label.replaceAll('"', '\\"')}"]`;
  const branches = branchesOf(task);
  if (branches.every(({ tasks }) => tasks.length === 0)) {
    lines.push(`${indent}${node}`);
    return;
  }
  lines.push(`${indent}subgraph ${quoted(`cluster_${task.id}`)} {`, `${indent}  ${node}`);
  for (const branch of branches) drawBranch(branch, task.id, `${indent}  `, lines);
  for (const [id, others] of task.children?.dependsOn ?? []) {
    for (const other of others) lines.push(arrow(`${indent}  `, other, id));
  }
  lines.push(`${indent}}`);
}

function branchesOf({ type, children }: TaskDefinition): readonly Branch[] {
  if (children === undefined) return [];
  const sequence = (name: string, tasks: readonly TaskDefinition[] | undefined): Branch => ({
    name,
    tasks: tasks ?? [],
    isSequence: true,
  });
  return [
    { name: 'tasks', tasks: children.tasks, isSequence: !parallel.has(type) },
    sequence('then', children.then),
    sequence('else', children.else),
    ...[...(children.cases ?? [])].map(([value, tasks]) => sequence(value, tasks)),
    sequence('defaults', children.defaults),
    sequence('errors', children.errors),
    sequence('finally', children.finally),
  ];
}

function arrow(indent: string, from: string, to: string, label = ''): string {
  return `${indent}${quoted(from)} -> ${quoted(to)}${label === '' ? '' : ` [label=${quoted(label)}]`}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
