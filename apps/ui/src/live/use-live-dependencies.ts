import type { StateName } from '@windhover/model';
import { useEffect, useState } from 'react';
import { followEvents } from '../api/event-stream.ts';
import { tenantPath } from '../api/mount.ts';

interface DependencyState {
  readonly executionId: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly state: { readonly current: StateName };
}

/** What became of the flows around an execution, by flow (`namespace/id`): of each the execution heard of last. */
export function useLiveDependencies(tenant: string | undefined, executionId: string) {
  const [states, setStates] = useState<ReadonlyMap<string, DependencyState>>(new Map());
  useEffect(() => {
    const leaving = new AbortController();
    void followEvents(tenantPath(tenant, `/executions/${executionId}/follow-dependencies`), {
      query: new URLSearchParams({ expandAll: 'true' }),
      signal: leaving.signal,
      onStatus: () => undefined,
      // What was heard stays; the page of the execution says that it is not live.
      onError: () => undefined,
      onEvent: ({ data }) => {
        const told = JSON.parse(data) as DependencyState;
        setStates((held) => new Map(held).set(`${told.namespace}/${told.flowId}`, told));
      },
    });
    return () => leaving.abort();
  }, [tenant, executionId]);
  return states;
}
