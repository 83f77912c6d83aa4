import { createHash } from 'node:crypto';
import { sql, step, textMaker, type Dialect } from '@windhover/sql';
import { toReadableJson } from './connection/stored-text.ts';

export const dialect: Dialect = {
  like: sql`ilike`,
  regexp: sql`~`,
  json: (column) => sql`${column}::json`,
  linesOf: (array) => sql`json_array_elements(${array}::json) with ordinality line(value, number)`,
  lineNumber: sql`line.number`,
  linesAsArray: sql`'[' || coalesce(string_agg(line.value::text, ',' order by line.number), '') || ']'`,
  chunkNumber: sql`number`,
  deleteLabels: (tenant, runs) => sql`
    delete from execution_labels where tenant_id = ${tenant} and execution_id in (
      select execution_id from executions where tenant_id = ${tenant} and run in (${runs}))`,
  sha256: (text) => sql`encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`,
  readableJson: toReadableJson,
  lock(name, of) {
    const number = lockNumber(of === undefined ? name : `${name} ${of.tenant.tenantKey}`);
    const taken = of?.mode === 'shared' ? sql`pg_advisory_xact_lock_shared` : sql`pg_advisory_xact_lock`;
    return [step({ ...sql`select ${taken}(${number})`, tenantKey: of?.tenant.tenantKey })];
  },
  lockRows: (question) => [step(sql`${question} for update`)],
};

/** What the database knows a lock by. */
function lockNumber(name: string): string {
  return String(createHash('sha256').update(`windhover ${name}`).digest().readBigInt64BE());
}

export const textOf = textMaker((number) => `$${String(number)}`);
