import { useMemo, type ReactNode } from 'react';
import type { WireGraph } from '../api/graphs.ts';
import { topologyText as words } from '../messages/en-topology.ts';
import { Pin, Group, ThingBox, type PinNode, type GroupNode, type ThingNode } from './boxes.tsx';
import { Canvas, type PlacedBox } from './canvas.tsx';
import { toDrawing } from './drawing.ts';
import type { Direction } from './layout.ts';
import type { TaskSummary } from './task-summary.ts';

interface TopologyProps {
  readonly graph: WireGraph;
  readonly direction: Direction;
  readonly onDirection: (direction: Direction) => void;
  /** What became of the tasks, where an execution is drawn. */
  readonly summaries?: ReadonlyMap<string, TaskSummary>;
  /** Id of the chosen task or trigger. */
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
  /** Stands above the drawing. */
  readonly children?: ReactNode;
}

type Drawn = ThingNode | GroupNode | PinNode;

const nodeTypes = { thing: ThingBox, frame: Group, pin: Pin };

/** The tasks and triggers of a flow, from which one chooses. */
export function Topology(props: TopologyProps) {
  const { graph, direction, onDirection, summaries, selected, onSelect, children } = props;
  const drawing = useMemo(() => toDrawing(graph), [graph]);
  return (
    <Canvas<Drawn>
      label={words.title}
      drawing={drawing}
      direction={direction}
      onDirection={onDirection}
      chosen={drawing.boxes.find(({ thing }) => thing !== undefined && thing.id === selected)?.id}
      onChoose={(boxId) => onSelect(drawing.boxes.find(({ id }) => id === boxId)?.thing?.id)}
      nodeTypes={nodeTypes}
      toNode={(box) => toNode(box, selected, summaries)}
    >
      {children}
    </Canvas>
  );
}

function toNode(
  { id, kind, x, y, width, height, label, thing, branch }: PlacedBox,
  selected: string | undefined,
  summaries: ReadonlyMap<string, TaskSummary> | undefined,
): Drawn {
  const place = { id, position: { x, y }, width, height };
  const fixed = { ...place, focusable: false, selectable: false, ariaRole: 'presentation' } as const;
  if (kind === 'group') return { ...fixed, type: 'frame', data: { label }, zIndex: 0 };
  if (thing === undefined) return { ...fixed, type: 'pin', data: { kind }, zIndex: 2 };
  const summary = kind === 'task' ? summaries?.get(thing.id) : undefined;
  return {
    ...place,
    type: 'thing',
    zIndex: 2,
    data: {
      thing,
      isTrigger: kind === 'trigger',
      branch,
      summary,
      isNotRun: summaries !== undefined && kind === 'task' && summary === undefined,
    },
    selected: thing.id === selected,
    ariaRole: 'button',
    domAttributes: { 'aria-pressed': thing.id === selected },
  };
}
