import { logLevels, type LogLevel } from '@windhover/model';
import { rawSql } from '../sql-text.ts';

/** Index of the level among `logLevels`; 0 for none. */
export function rankOf(level: LogLevel | undefined): number {
  return level === undefined ? 0 : logLevels.indexOf(level);
}

/** The same for `line`, a line of a chunk's body. */
export const rankSql = rawSql(
  `case line.value ->> 'level' ${logLevels.map((level, rank) => `when '${level}' then ${rank}`).join(' ')} else 0 end`,
);
