import { createCatalog, parseFlow, type Flow } from '@windhover/model';
import { expect, test } from 'vitest';
import { flowGraph, type FlowGraph } from './flow-graph.ts';

const catalog = createCatalog([]);

function graphOf(tasks: string): FlowGraph {
  const { flow, problems } = parseFlow(`id: f\nnamespace: n\n${tasks}`, catalog);
  if (flow === undefined) throw new Error(JSON.stringify(problems));
  return flowGraph(flow as Flow);
}
const pause = (id: string): string => `{id: ${id}, type: io.kestra.plugin.core.flow.Pause}`;
const type = (name: string): string => `type: io.kestra.plugin.core.flow.${name}`;
const edges = ({ edges: all }: FlowGraph): string[] =>
  all.map(({ source, target, relation }) =>
    [source, target, relation.relationType ?? '-', relation.value ?? ''].join(' ').trim(),
  );

test('tasks follow each other between start and end', () => {
  const graph = graphOf(`tasks: [{id: a, ${type('Subflow')}, namespace: n, flowId: x}]\n`);

  expect(edges(graph)).toEqual(['root.start root.a SEQUENTIAL', 'root.a root.end -']);
  expect(graph.nodes.find(({ uid }) => uid === 'root.a')?.task).toMatchObject({ id: 'a', flowId: 'x' });
});

test('what a Pause runs first stands before what it runs afterwards', () => {
  const graph = graphOf(
    `tasks:\n  - {id: p, ${type('Pause')}, onPause: ${pause('tell')}, tasks: [${pause('after')}]}\n`,
  );

  expect(edges(graph).slice(0, 4)).toEqual([
    'root.p.start root.p -',
    'root.p root.p.tell SEQUENTIAL',
    'root.p.tell root.p.after SEQUENTIAL',
    'root.p.after root.p.end -',
  ]);
});

test('branches leave a flowable inside of its cluster, and meet at its end', () => {
  const graph = graphOf(
    `tasks:\n  - id: choose\n    ${type('If')}\n    condition: "{{ true }}"\n    then: [${pause('a')}]\n    else: [${pause('b')}]\n`,
  );

  expect(edges(graph)).toEqual([
    'root.choose.start root.choose -',
    'root.choose root.choose.a CHOICE then',
    'root.choose.a root.choose.end -',
    'root.choose root.choose.b CHOICE else',
    'root.choose.b root.choose.end -',
    'root.start root.choose.start SEQUENTIAL',
    'root.choose.end root.end -',
  ]);
  expect(graph.flowables).toEqual(['choose', 'a', 'b']);
  expect(graph.clusters).toMatchObject([
    { cluster: { uid: 'cluster_root.choose' }, start: 'root.choose.start', end: 'root.choose.end', parents: [] },
  ]);
});

test('every edge ends at a node, every node is once there, and all but triggers is reached', () => {
  const graph = graphOf(`triggers:
  - {id: daily, type: io.kestra.plugin.core.trigger.Schedule, cron: "0 0 * * *"}
tasks:
  - id: par
    ${type('Parallel')}
    tasks: [${pause('a')}, ${pause('b')}]
  - id: dag
    ${type('Dag')}
    tasks:
      - task: ${pause('c')}
      - task: ${pause('d')}
        dependsOn: [c]
  - id: each
    ${type('ForEach')}
    values: [1, 2]
    tasks: [${pause('e')}]
errors: [${pause('f')}]
finally: [${pause('g')}]
afterExecution: [${pause('h')}]
`);
  const uids = graph.nodes.map(({ uid }) => uid);

  expect(new Set(uids).size).toBe(uids.length);
  for (const { source, target } of graph.edges) expect(uids).toEqual(expect.arrayContaining([source, target]));
  for (const uid of uids.filter((name) => name !== 'root.Triggers.start'))
    expect(
      graph.edges.some(({ target }) => target === uid),
      uid,
    ).toBe(true);
  const all = edges(graph).join('\n');
  for (const relation of ['PARALLEL', 'DYNAMIC', 'ERROR', 'FINALLY', 'AFTER_EXECUTION'])
    expect(all).toContain(relation);
  expect(graph.nodes.find(({ task }) => task?.['id'] === 'f')?.branchType).toBe('ERROR');
});
