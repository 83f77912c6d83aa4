import type { LogChunkRow } from '@windhover/ports';
import { toReadableJson } from '../connection/stored-text.ts';
import { bigint, insertion, integer, text, type Section } from './section.ts';

/** The database itself reads these bodies, to search in them and to delete from them. */
export function insertLogs(rows: readonly LogChunkRow[]): Section {
  return insertion(
    'logs_added',
    'log_chunks',
    [
      bigint(
        'run',
        rows.map((row) => row.run),
      ),
      text(
        'tenant_id',
        rows.map((row) => row.tenantKey),
      ),
      integer(
        'ord',
        rows.map((row) => row.ord),
      ),
      integer(
        'attempt',
        rows.map((row) => row.attempt),
      ),
      integer(
        'level',
        rows.map((row) => row.level),
      ),
      bigint(
        'at',
        rows.map((row) => row.at),
      ),
      text(
        'body',
        rows.map((row) => toReadableJson(row.body)),
      ),
    ],
    { ordered: true },
  );
}
