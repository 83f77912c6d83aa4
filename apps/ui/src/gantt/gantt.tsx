import { useLocalStorage } from '@mantine/hooks';
import { useMemo, useRef, useState, type CSSProperties, type PointerEvent } from 'react';
import type { WireExecution, WireTaskRun } from '../api/wire.ts';
import { useRowKeys } from '../components/use-row-keys.ts';
import { useVirtualRows } from '../components/use-virtual-rows.ts';
import { useNow } from '../live/use-now.ts';
import { endDateOf } from '../states/end-date-of.ts';
import { t } from '../messages/en.ts';
import { ganttRows } from './gantt-rows.ts';
import { GanttRowView } from './gantt-row.tsx';
import { endOf } from './gantt-segments.ts';
import classes from './gantt.module.css';
import { formatTick, isAtEnd, labelledTicks, ticks } from './ticks.ts';

const rowHeight = 32;
const wantedTicks = 8;

interface GanttProps {
  readonly execution: WireExecution;
  /** As many of its task runs as are known. */
  readonly taskRuns: readonly WireTaskRun[];
  /** Asked for at a row. */
  readonly onReplay: (taskRun: WireTaskRun) => void;
}

/** Task runs over time: nested, live, each row opens to its log. Thousands are drawn only as far as they are seen. */
export function Gantt({ execution, taskRuns, onReplay }: GanttProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [labelWidth, setLabelWidth] = useLocalStorage({ key: 'windhover.ganttLabel', defaultValue: 280 });
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const now = useNow(endDateOf(execution.state) === undefined);
  useRowKeys(scroller);
  const rows = useMemo(() => ganttRows(taskRuns, folded), [taskRuns, folded]);
  const from = Date.parse(execution.state.startDate);
  const to = taskRuns.reduce(
    (latest, taskRun) => Math.max(latest, endOf(taskRun.state, now)),
    endOf(execution.state, now),
  );
  const spanMs = Math.max(1, to - from);
  const virtualizer = useVirtualRows({
    count: rows.length,
    scroller,
    rowHeight,
    keyOf: (index) => rows[index]!.taskRun.id,
  });
  const items = virtualizer.getVirtualItems();

  return (
    <section
      className={classes.gantt}
      style={{ '--label': `${labelWidth}px` } as CSSProperties}
      aria-label={t.executions.gantt.label}
    >
      <div className={classes.head}>
        <div className={classes.label} style={{ '--depth': 0 } as CSSProperties}>
          <span className={classes.heading}>{t.executions.gantt.task}</span>
          <span
            className={classes.resize}
            onPointerDown={(event) => resize(event, labelWidth, setLabelWidth)}
            aria-hidden
          />
        </div>
        <div className={classes.axis}>
          {labelledTicks(spanMs, wantedTicks).map((offset) => (
            <span
              key={offset}
              style={{ left: `${(offset / spanMs) * 100}%` }}
              data-last={isAtEnd(offset, spanMs) || undefined}
            >
              {formatTick(offset)}
            </span>
          ))}
        </div>
        <div className={classes.duration}>{t.executions.facts.duration}</div>
      </div>
      <div className={classes.scroller} ref={scroller}>
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          <div className={classes.grid} aria-hidden>
            {ticks(spanMs, wantedTicks).map((offset) => (
              <span key={offset} style={{ left: `${(offset / spanMs) * 100}%` }} />
            ))}
          </div>
          <div style={{ transform: `translateY(${items[0]?.start ?? 0}px)`, position: 'relative' }}>
            {items.map((item) => {
              const row = rows[item.index]!;
              return (
                <div key={item.key} ref={virtualizer.measureElement} data-index={item.index}>
                  <GanttRowView
                    row={row}
                    execution={execution}
                    from={from}
                    spanMs={spanMs}
                    now={now}
                    folded={folded.has(row.taskRun.id)}
                    expanded={expanded.has(row.taskRun.id)}
                    onFold={(id) => setFolded(toggled(folded, id))}
                    onReplay={onReplay}
                    onExpand={(id) => setExpanded(toggled(expanded, id))}
                  />
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </section>
  );
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

function resize(start: PointerEvent<HTMLElement>, width: number, onWidth: (width: number) => void): void {
  const handle = start.currentTarget;
  handle.setPointerCapture(start.pointerId);
  const move = (event: globalThis.PointerEvent) =>
    onWidth(Math.min(640, Math.max(160, width + event.clientX - start.clientX)));
  const end = () => {
    handle.removeEventListener('pointermove', move);
    handle.removeEventListener('pointerup', end);
  };
  handle.addEventListener('pointermove', move);
  handle.addEventListener('pointerup', end);
}
