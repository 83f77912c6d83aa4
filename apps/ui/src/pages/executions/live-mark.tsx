import type { StreamStatus } from '../../api/event-stream.ts';
import { t } from '../../messages/en.ts';
import classes from './live-mark.module.css';

/** Says that the page follows what happens, and when it has lost the thread. Nothing once there is nothing to follow. */
export function LiveMark({ status }: { readonly status: StreamStatus }) {
  if (status === 'ended') return null;
  const words = {
    connecting: t.executions.connecting,
    live: t.executions.live,
    reconnecting: t.executions.reconnecting,
  }[status];
  return (
    <output className={classes.mark} data-status={status}>
      <span className={classes.dot} aria-hidden />
      {words}
    </output>
  );
}
