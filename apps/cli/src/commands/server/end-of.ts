/** When a server is to end, and with which exit code. */
import type { Logger } from '../../composition/logger.ts';

/**
 * Resolves once. To 0 at a signal, also that of a terminal which is closed; a second one of the kind ends the process at
 * once. To 1 at an error that nothing has caught: the store is sound, as it is after a kill, but something in this process
 * may wait for ever for what has failed, so it is left to its supervisor to start anew. What runs may end before, because
 * what it has done so far would be done again. Further such errors are told, no more.
 */
export function endOf(logger: Logger): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => {
      logger.info(`Receiving shutdown ! Try to graceful exit (${signal})`);
      resolve(0);
      process.once(signal, () => process.exit(130));
    });
  }
  // Rejections too: Node makes one of each that nobody handles.
  process.on('uncaughtException', (error) => {
    logger.error('The server stops because of an error that nothing has caught', error);
    resolve(1);
  });
  return promise;
}
