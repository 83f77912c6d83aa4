import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

interface VirtualRows {
  readonly count: number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Height of a row before it has been measured, in pixels. */
  readonly rowHeight: number;
  readonly overscan?: number;
  readonly keyOf?: (index: number) => string;
}

/** Which rows of a long list are near enough to be drawn. */
export function useVirtualRows({
  count,
  scroller,
  rowHeight,
  overscan = 20,
  keyOf,
}: VirtualRows): Virtualizer<HTMLElement, Element> {
  // oxlint-disable-next-line react/incompatible-library -- what it returns is not to be memoised, and is not
  return useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    ...(keyOf === undefined ? {} : { getItemKey: keyOf }),
  });
}
