import { VisuallyHidden } from '@mantine/core';
import type { Node, NodeProps } from '@xyflow/react';
import { IconBolt } from '@tabler/icons-react';
import { Duration } from '../components/time.tsx';
import { shortType } from '../format/short-type.ts';
import { topologyText as words } from '../messages/en-topology.ts';
import { StateIcon } from '../states/state-badge.tsx';
import { solid, stateLook } from '../states/state-look.ts';
import type { Box, DrawnThing, SideBranch } from './drawing.ts';
import type { TaskSummary } from './task-summary.ts';
import classes from './topology.module.css';

export type ThingNode = Node<
  {
    readonly thing: DrawnThing;
    readonly isTrigger: boolean;
    readonly branch: SideBranch | undefined;
    readonly summary: TaskSummary | undefined;
    /** In an execution: it did not come to it. */
    readonly isNotRun: boolean;
  },
  'thing'
>;
export type GroupNode = Node<{ readonly label: string | undefined }, 'frame'>;
export type PinNode = Node<{ readonly kind: Box['kind'] }, 'pin'>;

/** A task or a trigger. */
export function ThingBox({ data, selected }: NodeProps<ThingNode>) {
  const { thing, isTrigger, branch, summary, isNotRun } = data;
  const state = summary === undefined ? (isNotRun ? words.notRun : undefined) : stateLook(summary.state).label;
  const tone = summary === undefined ? undefined : solid(stateLook(summary.state).tone);
  return (
    <div
      className={classes.thing}
      data-selected={selected || undefined}
      data-branch={branch}
      data-faint={isNotRun || thing.disabled === true || undefined}
      data-live={(summary !== undefined && summary.to === undefined) || undefined}
      style={tone === undefined ? undefined : { borderColor: tone }}
      title={`${thing.id}\n${thing.type}`}
    >
      <VisuallyHidden>{`${isTrigger ? words.trigger : words.task} `}</VisuallyHidden>
      {isTrigger && <IconBolt size={15} aria-hidden className={classes.bolt} />}
      {summary !== undefined && (
        <span aria-hidden>
          <StateIcon state={summary.state} />
        </span>
      )}
      <span className={classes.names}>
        <span className={classes.id}>{`${thing.id} `}</span>
        <span className={classes.type}>
          {shortType(thing.type)}
          {thing.disabled === true && ` · ${words.disabled}`}
        </span>
      </span>
      {state !== undefined && <VisuallyHidden>{` ${state}`}</VisuallyHidden>}
      {summary !== undefined && (
        <span className={classes.figures} aria-hidden>
          {summary.taskRuns.length > 1 ? (
            words.runs(summary.taskRuns.length)
          ) : (
            <Duration from={summary.from} to={summary.to} />
          )}
        </span>
      )}
    </div>
  );
}

/** What belongs together: the tasks of a flowable, the triggers. */
export function Group({ data: { label } }: NodeProps<GroupNode>) {
  return <div className={classes.group}>{label}</div>;
}

/** Where the flow begins or ends, or branches meet. */
export function Pin({ data: { kind } }: NodeProps<PinNode>) {
  return <div className={classes.pin} data-kind={kind} />;
}
