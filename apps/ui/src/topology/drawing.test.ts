import { expect, test } from 'vitest';
import type { WireGraph } from '../api/graphs.ts';
import { toDrawing } from './drawing.ts';

const point = (uid: string) => ({ uid, type: 'point' });
const task = (uid: string, more = {}) => ({
  uid,
  type: 'task',
  task: { id: uid.split('.').at(-1)!, type: 'Log' },
  ...more,
});
const edge = (source: string, target: string, relationType?: string, value?: string) => ({
  source,
  target,
  relation: { ...(relationType !== undefined && { relationType }), ...(value !== undefined && { value }) },
});

const graph = {
  nodes: [
    point('root.start'),
    point('root.end'),
    point('root.Triggers.start'),
    point('root.Triggers.end'),
    { uid: 'root.Triggers.daily', type: 'trigger', trigger: { id: 'daily', type: 'Schedule' } },
    point('root.if.start'),
    point('root.if.end'),
    task('root.if'),
    task('root.if.a'),
    task('root.if.b'),
    point('root.seq.start'),
    point('root.seq.end'),
    task('root.seq'),
    task('root.seq.c'),
    task('root.f', { branchType: 'ERROR' }),
  ],
  edges: [
    edge('root.Triggers.start', 'root.Triggers.daily'),
    edge('root.Triggers.daily', 'root.Triggers.end'),
    edge('root.Triggers.end', 'root.start'),
    edge('root.if.start', 'root.if'),
    edge('root.if', 'root.if.a', 'CHOICE', 'then'),
    edge('root.if.a', 'root.if.end'),
    edge('root.if', 'root.if.b', 'CHOICE', 'else'),
    edge('root.if.b', 'root.if.end'),
    edge('root.start', 'root.if.start', 'SEQUENTIAL'),
    edge('root.seq.start', 'root.seq'),
    edge('root.seq', 'root.seq.c', 'SEQUENTIAL'),
    edge('root.seq.c', 'root.seq.end'),
    edge('root.if.end', 'root.seq.start', 'SEQUENTIAL'),
    edge('root.seq.end', 'root.end'),
    edge('root.start', 'root.f', 'ERROR'),
    edge('root.f', 'root.end'),
  ],
  clusters: [
    {
      cluster: point('cluster_root.Triggers'),
      nodes: ['root.Triggers.start', 'root.Triggers.end', 'root.Triggers.daily'],
      parents: [],
      start: 'root.Triggers.start',
      end: 'root.Triggers.end',
    },
    {
      cluster: { ...point('cluster_root.if'), task: { id: 'if' } },
      nodes: ['root.if.start', 'root.if.end', 'root.if', 'root.if.a', 'root.if.b'],
      parents: [],
      start: 'root.if.start',
      end: 'root.if.end',
    },
    {
      cluster: { ...point('cluster_root.seq'), task: { id: 'seq' } },
      nodes: ['root.seq.start', 'root.seq.end', 'root.seq', 'root.seq.c'],
      parents: [],
      start: 'root.seq.start',
      end: 'root.seq.end',
    },
  ],
  flowables: ['if', 'seq'],
} as unknown as WireGraph;

const arrows = toDrawing(graph).arrows.map(({ from, to, label = '' }) => `${from} > ${to} ${label}`.trim());

test('a flowable begins at its own box and ends at its last task; where branches meet a point stays', () => {
  expect(arrows).toContain('root.start > root.if');
  expect(arrows).toContain('root.if > root.if.a then');
  expect(arrows).toContain('root.if > root.if.b else');
  expect(arrows).toContain('root.if.end > root.seq');
  expect(arrows).toContain('root.seq.c > root.end');
});

test('triggers lead to the start together, errors into their branch by name', () => {
  expect(arrows).toContain('cluster_root.Triggers > root.start');
  expect(arrows.some((arrow) => arrow.includes('daily'))).toBe(false);
  expect(arrows).toContain('root.start > root.f on error');
});

test('every box that is left has a kind and stands in its group', () => {
  const { boxes } = toDrawing(graph);

  expect(boxes.map(({ id, kind, parent = '' }) => `${kind} ${id} ${parent}`.trim())).toEqual([
    'group cluster_root.Triggers',
    'group cluster_root.if',
    'group cluster_root.seq',
    'start root.start',
    'end root.end',
    'trigger root.Triggers.daily cluster_root.Triggers',
    'join root.if.end cluster_root.if',
    'task root.if cluster_root.if',
    'task root.if.a cluster_root.if',
    'task root.if.b cluster_root.if',
    'task root.seq cluster_root.seq',
    'task root.seq.c cluster_root.seq',
    'task root.f',
  ]);
});
