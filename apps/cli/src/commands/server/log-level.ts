import type { CommandInput } from '../../command.ts';
import type { Level } from '../../composition/logger.ts';

/** Of the server's own log lines. */
export function logLevel(input: CommandInput): Level {
  const verbose = input.options['verbose'];
  if (typeof verbose === 'number' && verbose > 0) return verbose === 1 ? 'DEBUG' : 'TRACE';
  return input.isSet('internalLog') ? ((input.text('logLevel') as Level | undefined) ?? 'INFO') : 'INFO';
}
