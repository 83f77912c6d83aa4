import { sql, textMaker, type Dialect } from '@windhover/sql';

/** One writer makes one commit after the other: nobody has to be locked out. */
export const dialect: Dialect = {
  like: sql`like`,
  regexp: sql`regexp`,
  among: (column, question) => sql`${column} in (${question})`,
  listed: (column, values) => sql`${column} in (select value from json_each(${JSON.stringify(values)}))`,
  json: (column) => column,
  linesOf: (array) => sql`json_each(${array}) line`,
  lineNumber: sql`line.key`,
  linesAsArray: sql`json_group_array(json(line.value))`,
  chunkNumber: sql`rowid`,
  // the labels have no second index: their rows are found through the stored bodies, like those that are replaced
  deleteLabels: (tenant, runs) => sql`
    delete from execution_labels where (tenant_id, key, value, execution_id) in (
      select e.tenant_id, label.value ->> 'key', label.value ->> 'value', e.execution_id
      from executions e, json_each(e.body, '$.labels') label where e.run in (${runs}) and e.tenant_id = ${tenant})`,
  sha256: (text) => sql`sha256(${text})`,
  hmac: (key, text) => sql`hmac_sha256(${Buffer.from(key).toString('hex')}, ${text})`,
  readableJson: (json) => json,
  lock: () => [],
  lockRows: () => [],
};

/** Every value has a place of its own, in order. */
export const textOf = textMaker(() => '?');
