import type { LogLevel } from '../api/wire.ts';

/** From all to the gravest. */
export const logLevels: readonly LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'];
