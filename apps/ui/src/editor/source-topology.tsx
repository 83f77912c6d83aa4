import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { placeOfTask, taskAt, type SourcePlace } from '@windhover/model/editor';
import { useState } from 'react';
import { graphs } from '../api/graphs.ts';
import { PageLoading, PageNotice } from '../components/page-state.tsx';
import { topologyText as words } from '../messages/en-topology.ts';
import { tenantKey } from '../query-client.ts';
import type { Direction } from '../topology/layout.ts';
import { Topology } from '../topology/topology.tsx';
import classes from '../topology/topology.module.css';

interface SourceTopologyProps {
  readonly tenant: string | undefined;
  readonly source: string;
  /** Where the cursor is, as an offset. */
  readonly cursor: number;
  readonly onGoTo: (place: SourcePlace) => void;
}

const settleMs = 350;

/** The flow beside its source: the task that the cursor is in is marked, and a chosen one is gone to. */
export function SourceTopology({ tenant, source, cursor, onGoTo }: SourceTopologyProps) {
  const [direction, setDirection] = useState<Direction>('DOWN');
  const [settled] = useDebouncedValue(source, settleMs);
  const graph = useQuery({
    queryKey: tenantKey(tenant, 'source-graph', settled),
    queryFn: ({ signal }) => graphs.ofSource(tenant, settled, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 5_000,
    retry: false,
  });
  // A source that cannot be read is refused; what is wrong with it stands below the text.
  const [last, setLast] = useState(graph.data);
  if (graph.data !== undefined && graph.data !== last) setLast(graph.data);
  const shown = graph.data ?? last;

  if (shown === undefined)
    return graph.error === null ? <PageLoading /> : <PageNotice title={words.failed}>{words.unreadable}</PageNotice>;
  return (
    <Topology
      graph={shown}
      direction={direction}
      onDirection={setDirection}
      selected={taskAt(source, cursor)}
      onSelect={(id) => {
        const place = id === undefined ? undefined : placeOfTask(source, id);
        if (place !== undefined) onGoTo(place);
      }}
    >
      {graph.error !== null && <output className={classes.note}>{words.stale}</output>}
    </Topology>
  );
}
