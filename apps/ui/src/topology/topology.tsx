import '@xyflow/react/dist/base.css';
import { ReactFlow, ViewportPortal, type NodeChange } from '@xyflow/react';
import { useMemo, useRef, type ReactNode } from 'react';
import type { WireGraph } from '../api/graphs.ts';
import { InlineError } from '../components/inline-error.tsx';
import { PageLoading } from '../components/page-state.tsx';
import { topologyText as words } from '../messages/en-topology.ts';
import { Arrows } from './arrows.tsx';
import { toDrawing } from './drawing.ts';
import { FollowChosen } from './follow-chosen.tsx';
import type { Direction, Layout } from './layout.ts';
import { Pin, Group, ThingBox, type PinNode, type GroupNode, type ThingNode } from './boxes.tsx';
import type { TaskSummary } from './task-summary.ts';
import classes from './topology.module.css';
import { useLayout } from './use-layout.ts';
import { ViewControls } from './view-controls.tsx';
import { firstView } from './viewport.ts';

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
/** Beyond it only what is seen is drawn. */
const manyBoxes = 300;
const fitOptions = { padding: 0.08, maxZoom: 1 };
/** Nothing can be moved or removed, so the library's own hints would mislead. */
const hints = { 'node.a11yDescription.default': words.howTo, 'node.a11yDescription.keyboardDisabled': words.howTo };

/** A flow as boxes and arrows that one pans, zooms and chooses from, with the mouse or the keyboard. */
export function Topology(props: TopologyProps) {
  const { graph, direction, onDirection, summaries, selected, onSelect, children } = props;
  const drawing = useMemo(() => toDrawing(graph), [graph]);
  const layout = useLayout(drawing, direction);
  const canvas = useRef<HTMLDivElement>(null);
  if (layout.data === undefined)
    return (
      <div className={classes.canvas}>
        {layout.error === null ? <PageLoading /> : <InlineError error={layout.error} />}
      </div>
    );

  const chosen = layout.data.boxes.find(({ thing }) => thing !== undefined && thing.id === selected);
  const change = (changes: readonly NodeChange<Drawn>[]) => {
    for (const one of changes) {
      if (one.type !== 'select' || !one.selected) continue;
      onSelect(layout.data.boxes.find(({ id }) => id === one.id)?.thing?.id);
    }
  };
  return (
    <div className={classes.canvas} ref={canvas}>
      <ReactFlow<Drawn>
        // Anew when the direction changes: what was seen is elsewhere then.
        key={direction}
        aria-label={words.title}
        nodes={toNodes(layout.data, selected, summaries)}
        nodeTypes={nodeTypes}
        onNodesChange={change}
        onPaneClick={() => onSelect(undefined)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onSelect(undefined);
        }}
        nodesDraggable={false}
        nodesConnectable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={0.1}
        maxZoom={1.75}
        onInit={(view) => {
          const { width, height } = canvas.current!.getBoundingClientRect();
          void view.setViewport(firstView(layout.data.boxes, { width, height }, chosen));
        }}
        onlyRenderVisibleElements={layout.data.boxes.length > manyBoxes}
        ariaLabelConfig={hints}
        proOptions={{ hideAttribution: true }}
      >
        <ViewportPortal>
          <Arrows arrows={layout.data.arrows} />
        </ViewportPortal>
        <FollowChosen box={chosen} />
        <ViewControls direction={direction} onDirection={onDirection} fit={fitOptions} />
      </ReactFlow>
      {children}
    </div>
  );
}

function toNodes(
  { boxes }: Layout,
  selected: string | undefined,
  summaries: ReadonlyMap<string, TaskSummary> | undefined,
): Drawn[] {
  return boxes.map(({ id, kind, x, y, width, height, label, thing, branch }): Drawn => {
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
  });
}
