import '@xyflow/react/dist/base.css';
import { ReactFlow, ViewportPortal, type Node, type NodeChange, type NodeTypes } from '@xyflow/react';
import { useRef, type ReactNode } from 'react';
import { InlineError } from '../components/inline-error.tsx';
import { PageLoading } from '../components/page-state.tsx';
import { topologyText as words } from '../messages/en-topology.ts';
import { Arrows } from './arrows.tsx';
import type { Drawing } from './drawing.ts';
import { FollowChosen } from './follow-chosen.tsx';
import type { Direction, Layout } from './layout.ts';
import classes from './topology.module.css';
import { useLayout } from './use-layout.ts';
import { ViewControls } from './view-controls.tsx';
import { firstView } from './viewport.ts';

export type PlacedBox = Layout['boxes'][number];

interface CanvasProps<Drawn extends Node> {
  readonly label: string;
  readonly drawing: Drawing;
  readonly direction: Direction;
  readonly onDirection: (direction: Direction) => void;
  /** Id of the box that is kept in view. */
  readonly chosen: string | undefined;
  readonly onChoose: (boxId: string | undefined) => void;
  /** How the boxes look; both at module level, or kept. */
  readonly nodeTypes: NodeTypes;
  readonly toNode: (box: PlacedBox) => Drawn;
  /** Stands above the drawing. */
  readonly children?: ReactNode;
}

/** Beyond it only what is seen is drawn. */
const manyBoxes = 300;
const fitOptions = { padding: 0.08, maxZoom: 1 };
/** Nothing can be moved or removed, so the library's own hints would mislead. */
const hints = { 'node.a11yDescription.default': words.howTo, 'node.a11yDescription.keyboardDisabled': words.howTo };

/** Boxes and arrows that one pans and zooms, with the mouse or the keyboard. */
export function Canvas<Drawn extends Node>(props: CanvasProps<Drawn>) {
  const { label, drawing, direction, onDirection, chosen, onChoose, nodeTypes, toNode, children } = props;
  const layout = useLayout(drawing, direction);
  const canvas = useRef<HTMLDivElement>(null);
  if (layout.data === undefined)
    return (
      <div className={classes.canvas}>
        {layout.error === null ? <PageLoading /> : <InlineError error={layout.error} />}
      </div>
    );

  const { boxes, arrows } = layout.data;
  const chosenBox = boxes.find(({ id }) => id === chosen);
  const change = (changes: readonly NodeChange<Drawn>[]) => {
    for (const one of changes) if (one.type === 'select' && one.selected) onChoose(one.id);
  };
  return (
    <div className={classes.canvas} ref={canvas}>
      <ReactFlow<Drawn>
        // Anew when the direction changes: what was seen is elsewhere then.
        key={direction}
        aria-label={label}
        nodes={boxes.map(toNode)}
        nodeTypes={nodeTypes}
        onNodesChange={change}
        onPaneClick={() => onChoose(undefined)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChoose(undefined);
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
          if (canvas.current === null) return; // told a moment later: the page may have been left
          const { width, height } = canvas.current.getBoundingClientRect();
          void view.setViewport(firstView(boxes, { width, height }, chosenBox));
        }}
        onlyRenderVisibleElements={boxes.length > manyBoxes}
        ariaLabelConfig={hints}
        proOptions={{ hideAttribution: true }}
      >
        <ViewportPortal>
          <Arrows arrows={arrows} />
        </ViewportPortal>
        <FollowChosen box={chosenBox} />
        <ViewControls direction={direction} onDirection={onDirection} fit={fitOptions} />
      </ReactFlow>
      {children}
    </div>
  );
}
