/** What a server does when its start is over: keeps the compiled code for the next start, gives back memory. */
import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

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
 * A start leaves 40 MB of heap that nothing uses any more, and V8 keeps it unless it is asked. Not through an inspector
 * session: closing one can stop the main thread for ever (Node 24).
 */
function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: object) => void;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
