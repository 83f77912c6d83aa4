import { createHash } from 'node:crypto';
import { invariant } from '@windhover/model';
import { sql, step, textMaker, type Dialect } from '@windhover/sql';
import { toReadableJson } from './connection/stored-text.ts';

const hashBlockBytes = 64;

export const dialect: Dialect = {
  like: sql`ilike`,
  regexp: sql`~`,
  // as an array: the planner takes a tenant of middling size for empty, and would ask for each of its rows
  among: (column, question) => sql`${column} = any(array(${question}))`,
  listed(column, values) {
    const items = sql`json_array_elements_text(${toReadableJson(JSON.stringify(values))}::json)`;
    return sql`${column} = any(array(select ${typeof values[0] === 'number' ? sql`${items}::bigint` : items}))`;
  },
  json: (column) => sql`${column}::json`,
  linesOf: (array) => sql`json_array_elements(${array}::json) with ordinality line(value, number)`,
  lineNumber: sql`line.number`,
  linesAsArray: sql`'[' || coalesce(string_agg(line.value::text, ',' order by line.number), '') || ']'`,
  chunkNumber: sql`number`,
  deleteLabels: (tenant, runs) => sql`
    delete from execution_labels where tenant_id = ${tenant} and execution_id in (
      select execution_id from executions where tenant_id = ${tenant} and run in (${runs}))`,
  sha256: (text) => sql`encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`,
  hmac(key, text) {
    const inner = sql`sha256(decode(${paddedHex(key, 0x36)}, 'hex') || convert_to(${text}, 'UTF8'))`;
    return sql`encode(sha256(decode(${paddedHex(key, 0x5c)}, 'hex') || ${inner}), 'hex')`;
  },
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

/** A key of at most 64 bytes as RFC 2104 mixes it in: PostgreSQL has SHA-256, and HMAC only with an extension. */
function paddedHex(key: Uint8Array, pad: number): string {
  invariant(key.length <= hashBlockBytes, 'a key fits into a block of the hash');
  return Buffer.from(Array.from({ length: hashBlockBytes }, (_, index) => (key[index] ?? 0) ^ pad)).toString('hex');
}

export const textOf = textMaker((number) => `$${String(number)}`);
