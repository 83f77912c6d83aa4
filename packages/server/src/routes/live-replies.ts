/** A use case's sequence of values as a stream of events. */
import { LiveStream, type LiveEvent } from '../event-stream.ts';

/** The signal is aborted when the client goes away; the stream ends with the sequence, or with what it throws. */
export function liveReply(follow: (signal: AbortSignal) => AsyncIterable<LiveEvent>): LiveStream {
  return new LiveStream((send, end) => {
    const gone = new AbortController();
    const run = async (): Promise<void> => {
      try {
        for await (const event of follow(gone.signal)) send(event);
      } finally {
        end();
      }
    };
    run().catch((error: unknown) => {
      // The reply has begun: all that can be done is to end it, the client will come back.
      if (!gone.signal.aborted) gone.abort(error);
    });
    return () => gone.abort();
  });
}
