/** Log lines of the program: `2026-11-24T08:46:48.123Z INFO  Server Running: …`. */

export type Level = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'OFF';

export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
}

const order: readonly Level[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'OFF'];

export function createLogger(write: (line: string) => void, least: Level = 'INFO'): Logger {
  const log = (level: Level, message: string): void => {
    if (order.indexOf(level) < order.indexOf(least)) return;
    write(`${new Date().toISOString()} ${level.padEnd(5)} ${message}`);
  };
  return {
    info: (message) => log('INFO', message),
    warn: (message) => log('WARN', message),
    error: (message, cause) => log('ERROR', cause === undefined ? message : `${message}: ${reasonOf(cause)}`),
  };
}

/** The stack for what is unforeseen, the sentence for what is not; with causes. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = 'facts' in error ? error.message : (error.stack ?? error.message);
  return error.cause === undefined ? own : `${own}\n  caused by ${reasonOf(error.cause)}`;
}
