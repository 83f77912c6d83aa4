import type { StateName } from '@windhover/model';
import { useMemo, useState, type ReactNode } from 'react';
import { dependencyText as words } from '../messages/en-dependencies.ts';
import { Canvas, type PlacedBox } from './canvas.tsx';
import type { DependencyDrawing } from './dependency-drawing.ts';
import type { DrawnFlow } from './drawing.ts';
import { FlowBox, type FlowNode } from './flow-box.tsx';
import classes from './topology.module.css';
import { useDirection } from './use-direction.ts';

interface DependenciesProps {
  readonly drawn: DependencyDrawing;
  /** The flow whose dependencies they are. */
  readonly here?: string;
  readonly toFlow: (flow: DrawnFlow, uid: string) => string;
  /** By flow, where an execution's are drawn. */
  readonly states?: ReadonlyMap<string, StateName>;
  /** Stands above the drawing. */
  readonly children?: ReactNode;
}

const nodeTypes = { flow: FlowBox };

/** Which flows start which; each leads to its page. One that gets the focus comes into view. */
export function Dependencies({ drawn: { drawing, alone }, here, toFlow, states, children }: DependenciesProps) {
  const [direction, setDirection] = useDirection();
  const [focused, setFocused] = useState(here);
  const toNode = useMemo(
    () =>
      ({ id, x, y, width, height, flow }: PlacedBox): FlowNode => ({
        id,
        type: 'flow',
        position: { x, y },
        width,
        height,
        focusable: false,
        selectable: false,
        ariaRole: 'presentation',
        data: {
          flow: flow!,
          to: toFlow(flow!, id),
          isHere: id === here,
          state: states === undefined ? undefined : (states.get(id) ?? null),
          onFocus: () => setFocused(id),
        },
      }),
    [here, states, toFlow],
  );
  return (
    <Canvas<FlowNode>
      label={words.title}
      drawing={drawing}
      direction={direction}
      onDirection={setDirection}
      chosen={focused}
      onChoose={setFocused}
      nodeTypes={nodeTypes}
      toNode={toNode}
    >
      {(alone > 0 || children !== undefined) && (
        <div className={classes.notes}>
          {children}
          {alone > 0 && <output className={classes.noted}>{words.alone(alone)}</output>}
        </div>
      )}
    </Canvas>
  );
}
