import { useEffect, useRef, type ReactNode } from 'react';
import type { WireLog } from '../api/wire.ts';
import { ScrollRegion } from '../components/scroll-region.tsx';
import { useVirtualRows } from '../components/use-virtual-rows.ts';
import { t } from '../messages/en.ts';
import { LogLine } from './log-line.tsx';
import classes from './log-list.module.css';

interface LogListProps {
  readonly lines: readonly WireLog[];
  readonly showTask?: boolean;
  readonly marked?: string;
  /** Where a line comes from, when lines of several executions stand together. */
  readonly sourceOf?: (line: WireLog) => ReactNode;
  /** Keeps the newest line in sight. */
  readonly follow?: boolean;
  /** Called when the reader scrolls away from the end, or back to it. */
  readonly onFollow?: (follow: boolean) => void;
  /** Grows with its lines up to this height instead of filling its place. */
  readonly maxHeight?: number;
}

const lineHeight = 20;

/** Log lines, drawn only as far as they are seen: a hundred thousand scroll like ten. */
export function LogList(props: LogListProps) {
  const { lines, showTask = true, marked = '', sourceOf, follow = false, onFollow, maxHeight } = props;
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualRows({ count: lines.length, scroller, rowHeight: lineHeight, overscan: 30 });
  useEffect(() => {
    if (follow && lines.length > 0) virtualizer.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [follow, lines.length, virtualizer]);

  const items = virtualizer.getVirtualItems();
  return (
    <ScrollRegion
      ref={scroller}
      label={t.logs.label}
      className={classes.scroller}
      style={maxHeight === undefined ? undefined : { maxHeight, flex: 'none' }}
      role="log"
      onWheel={(event) => {
        if (event.deltaY < 0) onFollow?.(false);
      }}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        if (scrollHeight - scrollTop - clientHeight < 4) onFollow?.(true);
      }}
    >
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        <div style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map((item) => {
            const line = lines[item.index]!;
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className={classes.line}
                data-level={line.level}
              >
                <LogLine line={line} showTask={showTask} marked={marked} source={sourceOf?.(line)} />
              </div>
            );
          })}
        </div>
      </div>
    </ScrollRegion>
  );
}
