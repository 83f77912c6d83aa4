import { useQuery } from '@tanstack/react-query';
import { isTerminal } from '@windhover/model';
import { useEffect, useState } from 'react';
import { followEvents, type StreamStatus } from '../api/event-stream.ts';
import { executions } from '../api/executions.ts';
import { tenantPath } from '../api/mount.ts';
import type { WireExecution } from '../api/wire.ts';
import { queryClient, tenantKey } from '../query-client.ts';
import { mergeExecution } from './merge-execution.ts';

export const executionKey = (tenant: string | undefined, id: string): readonly unknown[] =>
  tenantKey(tenant, 'execution', id);

/** An execution that follows what happens to it until it has ended; `status` says whether it is being followed. */
export function useLiveExecution(tenant: string | undefined, id: string) {
  const [status, setStatus] = useState<StreamStatus>('ended');
  const query = useQuery({
    queryKey: executionKey(tenant, id),
    queryFn: () => executions.get(tenant, id),
    refetchOnWindowFocus: status === 'ended',
  });
  const open = query.data !== undefined && !isTerminal(query.data.state.current);

  useEffect(() => {
    if (!open) return undefined;
    const leaving = new AbortController();
    void followEvents(tenantPath(tenant, `/executions/${id}/follow`), {
      query: new URLSearchParams({ delta: 'true' }),
      signal: leaving.signal,
      onStatus: setStatus,
      onError: () => setStatus('ended'),
      onEvent: ({ data }, first) => {
        const event = JSON.parse(data) as WireExecution;
        queryClient.setQueryData<WireExecution>(executionKey(tenant, id), (held) =>
          first || held === undefined ? { ...held, ...event } : mergeExecution(held, event),
        );
      },
    });
    return () => {
      leaving.abort();
      setStatus('ended');
    };
  }, [tenant, id, open]);

  return { query, execution: query.data, status: open ? status : ('ended' as const) };
}
