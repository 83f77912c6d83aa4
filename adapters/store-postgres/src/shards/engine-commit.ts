import { bigintArray, integerArray } from '../connection/array-parameter.ts';
import type { EngineCommit, EngineRows } from '@windhover/ports';
import { fixed, type Statement } from '../connection/statement.ts';
import { executionsUpdated, insertExecutions, updateExecutions } from './execution-rows.ts';
import { writeInbox } from './inbox-rows.ts';
import { replaceLabels } from './label-rows.ts';
import { insertLogs } from './log-rows.ts';
import { insertMetrics } from './metric-rows.ts';
import { insertIdempotency, insertTicks, writeSlots } from './once-rows.ts';
import { replaceQuotaCounts } from './quota-rows.ts';
import type { Section } from './section.ts';
import { writeTaskRuns } from './task-run-rows.ts';
import { writeTimers } from './timer-rows.ts';

/** Length of an empty array in its binary form: the sections of kinds without rows are left out. */
const emptyArrayBytes = 20;

/**
 * A commit of the engine as one statement, which answers one row: `fenced` is 0 when another epoch or sequence was found in
 * any of the shards; no row was written then, for every section is joined to the fence, and the sequences that have moved
 * are read again by the owner when it takes its shards. Fails by a division by zero when an execution that
 * it updates is gone: plain SQL has no other way to take back what the statement did.
 */
export function toCommitStatement({ owned, rows }: EngineCommit): Statement {
  const sections = sectionsOf(rows).filter(({ columns }) => columns[0]!.values.length > emptyArrayBytes);
  const names = new Set(sections.map(({ name }) => name));
  const parameters: (number | Buffer)[] = [
    integerArray(owned.map(({ shard }) => shard)),
    bigintArray(owned.map(({ epoch }) => epoch)),
    bigintArray(owned.map(({ seq }) => seq)),
    owned.length,
  ];
  const parts = [
    `moved as (update shards s set seq = s.seq + 1
       from unnest($1::integer[], $2::bigint[], $3::bigint[]) o(shard, epoch, seq)
       where s.shard = o.shard and s.epoch = o.epoch and s.seq = o.seq returning 1)`,
    `fence as (select 1 from moved having count(*) = $4::bigint)`,
  ];
  for (const { name, columns, sql, after = [] } of sections) {
    const arrays = columns.map(({ type, values }) => `$${String(parameters.push(values))}::${type}[]`);
    const table = `unnest(${arrays.join(', ')}) with ordinality n(${columns.map((column) => column.name).join(', ')}, place)`;
    const earlier = after
      .filter((other) => names.has(other))
      .map((other) => `, (select count(*) from ${other}) ${other}`);
    parts.push(`${name} as (${sql(`(select n.* from ${table}, fence${earlier.join('')})`)})`);
  }
  const fenced = `(select count(*) from fence)`;
  const isWhole = names.has(executionsUpdated)
    ? `, 1 / (case when ${fenced} = 0 or (select count(*) from ${executionsUpdated}) = $${String(parameters.push(rows.executionsUpdated.length))}::bigint
         then 1 else 0 end)`
    : '';
  return fixed(`with ${parts.join(',\n')} select ${fenced} as fenced${isWhole}`, ...parameters);
}

function sectionsOf(rows: EngineRows): readonly Section[] {
  return [
    insertExecutions(rows.executionsInserted),
    ...replaceLabels(rows),
    updateExecutions(rows.executionsUpdated),
    ...writeTaskRuns(rows),
    insertLogs(rows.logs),
    insertMetrics(rows.metrics),
    ...writeTimers(rows),
    ...writeInbox(rows),
    ...writeSlots(rows),
    replaceQuotaCounts(rows.quotaCounts),
    insertTicks(rows.ticks),
    insertIdempotency(rows.idempotency),
  ];
}
