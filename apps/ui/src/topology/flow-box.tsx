import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Node, NodeProps } from '@xyflow/react';
import type { StateName } from '@windhover/model';
import { dependencyText as words } from '../messages/en-dependencies.ts';
import { StateIcon } from '../states/state-badge.tsx';
import { solid, stateLook } from '../states/state-look.ts';
import type { DrawnFlow } from './drawing.ts';
import classes from './topology.module.css';

export type FlowNode = Node<
  {
    readonly flow: DrawnFlow;
    readonly to: string;
    /** It is the one whose dependencies are drawn. */
    readonly isHere: boolean;
    /** Of its newest execution, where those of a chain are drawn; null: it has not run in it. */
    readonly state: StateName | null | undefined;
    readonly onFocus: () => void;
  },
  'flow'
>;

/** A flow that leads to its page. */
export function FlowBox({ data: { flow, to, isHere, state, onFocus } }: NodeProps<FlowNode>) {
  const known = state ?? undefined;
  return (
    <Link
      to={to}
      className={classes.flow}
      onFocus={onFocus}
      aria-current={isHere || undefined}
      data-here={isHere || undefined}
      data-faint={state === null || undefined}
      style={known === undefined ? undefined : { borderColor: solid(stateLook(known).tone) }}
      title={`${flow.namespace}.${flow.id}`}
    >
      <VisuallyHidden>{`${isHere ? words.here : words.flow} `}</VisuallyHidden>
      {known !== undefined && (
        <span aria-hidden>
          <StateIcon state={known} />
        </span>
      )}
      <span className={classes.names}>
        <span className={classes.id}>{`${flow.id} `}</span>
        <span className={classes.type}>{flow.namespace}</span>
      </span>
      {state !== undefined && (
        <VisuallyHidden>{` ${known === undefined ? words.notRun : stateLook(known).label}`}</VisuallyHidden>
      )}
    </Link>
  );
}
