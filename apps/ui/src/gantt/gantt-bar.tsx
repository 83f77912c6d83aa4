import { Tooltip } from '@mantine/core';
import { formatDuration } from '../format/duration.ts';
import { t } from '../messages/en.ts';
import { solid, stateLook } from '../states/state-look.ts';
import type { Segment } from './gantt-segments.ts';
import classes from './gantt.module.css';

interface GanttBarProps {
  readonly segments: readonly Segment[];
  readonly from: number;
  readonly spanMs: number;
}

/** The stretches of one task run on the common axis. */
export function GanttBar({ segments, from, spanMs }: GanttBarProps) {
  const attempts = segments.filter((segment) => segment.attempt !== undefined).length;
  return segments.map((segment, index) => {
    const { label, tone } = stateLook(segment.state);
    const words = `${label}, ${formatDuration(segment.to - segment.from)}`;
    const title =
      segment.attempt === undefined ? words : `${t.executions.gantt.attempt(segment.attempt, attempts)}: ${words}`;
    return (
      <Tooltip key={index} label={title}>
        <span
          className={classes.segment}
          data-waiting={segment.waiting || undefined}
          style={{
            left: `${((segment.from - from) / spanMs) * 100}%`,
            width: `max(${segment.waiting ? 0 : 3}px, ${((segment.to - segment.from) / spanMs) * 100}%)`,
            background: solid(tone),
          }}
        />
      </Tooltip>
    );
  });
}
