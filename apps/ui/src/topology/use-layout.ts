import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import ELK, { type ELK as Elk } from 'elkjs/lib/elk-api.js';
import elkWorker from 'elkjs/lib/elk-worker.min.js?url';
import type { Drawing } from './drawing.ts';
import { layOut, type Direction, type Layout } from './layout.ts';

let shared: Elk | undefined;

/** Beside the page's own thread: a large flow takes a second. */
function elk(): Elk {
  shared ??= new ELK({ workerFactory: () => new Worker(elkWorker) });
  return shared;
}

/** The layout of a drawing; the last one while it is laid out anew. */
export function useLayout(drawing: Drawing, direction: Direction): UseQueryResult<Layout> {
  return useQuery({
    queryKey: ['layout', direction, drawing],
    queryFn: () => layOut(drawing, direction, elk()),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
    networkMode: 'always',
    retry: false,
  });
}
