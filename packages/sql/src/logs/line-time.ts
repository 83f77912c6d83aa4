import { sql } from '../sql-text.ts';

/** When `line`, a line of a chunk's body, was written. */
export const lineAt = sql`cast(line.value ->> 'at' as bigint)`;

/** A chunk's time is that of its first line; the lines of a flush span less than this. */
export const chunkSpanMs = 3_600_000;
