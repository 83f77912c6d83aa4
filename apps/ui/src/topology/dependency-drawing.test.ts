import { expect, test } from 'vitest';
import type { WireDependencies } from '../api/graphs.ts';
import { toDependencyDrawing } from './dependency-drawing.ts';

const node = (id: string) => ({ uid: `team/${id}`, namespace: 'team', id });
const dependencies: WireDependencies = {
  nodes: [node('main'), node('child'), node('listener'), node('stranger')],
  edges: [
    { source: 'team/main', target: 'team/child', relation: 'FLOW_TASK' },
    { source: 'team/main', target: 'team/listener', relation: 'FLOW_TRIGGER' },
  ],
};

test('flows that start each other are drawn with what starts them; those alone are counted', () => {
  const { drawing, alone } = toDependencyDrawing(dependencies);

  expect(drawing.boxes.map(({ id }) => id)).toEqual(['team/main', 'team/child', 'team/listener']);
  expect(drawing.arrows.map(({ from, to, label }) => `${from} ${label} ${to}`)).toEqual([
    'team/main calls team/child',
    'team/main triggers team/listener',
  ]);
  expect(alone).toBe(1);
});

test('the flow that is looked at is drawn though it is alone', () => {
  const { drawing, alone } = toDependencyDrawing(dependencies, 'team/stranger');

  expect(drawing.boxes.map(({ flow }) => flow?.id)).toContain('stranger');
  expect(alone).toBe(0);
});
