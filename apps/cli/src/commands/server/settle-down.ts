/** What a server does when its start is over: keeps the compiled code for the next start, gives back memory. */
import { Session } from 'node:inspector';
import { flushCompileCache } from 'node:module';

/** By then, who waited for the server has had its first answers. */
const afterMs = 2_000;

export function settleDown(): void {
  setTimeout(() => {
    // Written by itself only when a process ends; a server may never do that.
    flushCompileCache();
    giveBackMemory();
  }, afterMs).unref();
}

/**
 * A start leaves 40 MB of heap that nothing uses any more, and V8 keeps it unless it is told that memory is short. This
 * is the one way to tell it; it takes a tenth of a second, once.
 */
function giveBackMemory(): void {
  const session = new Session();
  session.connect();
  // Not within the answer: Node 24 then never lets a timer ring again
  session.post('HeapProfiler.collectGarbage', () => setImmediate(() => session.disconnect()));
}
