import { useEffect, useRef, useState } from 'react';
import { followEvents, type StreamStatus } from '../api/event-stream.ts';
import { logs } from '../api/logs.ts';
import { tenantPath } from '../api/mount.ts';
import type { WireLog } from '../api/wire.ts';

interface LiveLogs {
  /** Undefined until the first answer. */
  readonly lines: readonly WireLog[] | undefined;
  readonly error: unknown;
  readonly status: StreamStatus;
}

const flushEveryMs = 120;

/** The log of an execution, oldest first: read once when it has ended, else followed line by line. */
export function useLiveLogs(tenant: string | undefined, executionId: string, ended: boolean): LiveLogs {
  const [lines, setLines] = useState<readonly WireLog[]>();
  const [error, setError] = useState<unknown>();
  const [status, setStatus] = useState<StreamStatus>('connecting');
  // An execution that ends while it is followed is followed to the stream's own end, which brings its last lines.
  const readOnce = useRef(ended);

  useEffect(() => {
    const leaving = new AbortController();
    let arrived: WireLog[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      setLines([...arrived]);
    };
    if (readOnce.current) {
      logs.ofExecution(tenant, executionId).then(
        (all) => {
          if (leaving.signal.aborted) return;
          setLines(all);
          setStatus('ended');
        },
        (failure: unknown) => {
          if (!leaving.signal.aborted) setError(failure);
        },
      );
      return () => leaving.abort();
    }
    void followEvents(tenantPath(tenant, `/logs/${executionId}/follow`), {
      signal: leaving.signal,
      onStatus: (next) => {
        setStatus(next);
        if (next === 'live') timer ??= setTimeout(flush, flushEveryMs);
      },
      onError: setError,
      onEvent: ({ id, data }, first) => {
        if (first) arrived = [];
        if (id !== 'end') arrived.push(JSON.parse(data) as WireLog);
        timer ??= setTimeout(flush, flushEveryMs);
      },
    });
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [tenant, executionId]);

  return { lines, error, status };
}
