import type { CSSProperties } from 'react';
import type { WireExecution, WireTaskRun } from '../api/wire.ts';
import { FoldButton, NoFold } from '../components/fold-button.tsx';
import { Duration } from '../components/time.tsx';
import { endDateOf } from '../states/end-date-of.ts';
import { t } from '../messages/en.ts';
import { StateIcon } from '../states/state-badge.tsx';
import { GanttBar } from './gantt-bar.tsx';
import { GanttLog } from './gantt-log.tsx';
import type { GanttRow } from './gantt-rows.ts';
import { segmentsOf } from './gantt-segments.ts';
import classes from './gantt.module.css';

interface GanttRowProps {
  readonly row: GanttRow;
  readonly execution: WireExecution;
  readonly from: number;
  readonly spanMs: number;
  readonly now: number;
  readonly folded: boolean;
  readonly expanded: boolean;
  readonly onFold: (taskRunId: string) => void;
  readonly onExpand: (taskRunId: string) => void;
  readonly onReplay: (taskRun: WireTaskRun) => void;
}

export function GanttRowView({
  row,
  execution,
  from,
  spanMs,
  now,
  folded,
  expanded,
  onFold,
  onExpand,
  onReplay,
}: GanttRowProps) {
  const { taskRun, depth, children } = row;
  const { id, taskId, value, state } = taskRun;
  const words = t.executions.gantt;
  return (
    <>
      <div className={classes.row} data-expanded={expanded || undefined}>
        <div className={classes.label} style={{ '--depth': depth } as CSSProperties}>
          {children > 0 ? (
            <FoldButton
              opened={!folded}
              openLabel={words.open(taskId)}
              closeLabel={words.fold(taskId)}
              onToggle={() => onFold(id)}
            />
          ) : (
            <NoFold />
          )}
          <button
            type="button"
            className={classes.task}
            aria-expanded={expanded}
            onClick={() => onExpand(id)}
            data-row-link
          >
            <StateIcon state={state.current} />
            <span className="truncate" title={taskId}>
              {taskId}
            </span>
            {value !== undefined && (
              <span className={`mono truncate ${classes.value}`} title={value}>
                {value}
              </span>
            )}
            {folded && <span className={classes.badge}>{children}</span>}
          </button>
        </div>
        <button type="button" className={classes.lane} tabIndex={-1} aria-hidden onClick={() => onExpand(id)}>
          <GanttBar segments={segmentsOf(taskRun, now)} from={from} spanMs={spanMs} />
        </button>
        <div className={classes.duration}>
          <Duration from={state.startDate} to={endDateOf(state)} />
        </div>
      </div>
      {expanded && <GanttLog execution={execution} taskRun={taskRun} onReplay={onReplay} />}
    </>
  );
}
