import { sql, step, textMaker, type Dialect } from '@windhover/sql';
import { toReadableJson } from './connection/stored-text.ts';
import { lockNumber } from './step.ts';

export const dialect: Dialect = {
  like: sql`ilike`,
  regexp: sql`~`,
  json: (column) => sql`${column}::json`,
  linesOf: (array) => sql`json_array_elements(${array}::json) with ordinality line(value, number)`,
  lineNumber: sql`line.number`,
  linesAsArray: sql`'[' || coalesce(string_agg(line.value::text, ',' order by line.number), '') || ']'`,
  chunkNumber: sql`number`,
  sha256: (text) => sql`encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`,
  readableJson: toReadableJson,
  lock(name, tenant) {
    const number = lockNumber(tenant === undefined ? name : `${name} ${tenant.tenantKey}`);
    return [step({ ...sql`select pg_advisory_xact_lock(${number})`, tenantKey: tenant?.tenantKey })];
  },
  lockRows: (question) => [step(sql`${question} for update`)],
};

export const textOf = textMaker((number) => `$${String(number)}`);
