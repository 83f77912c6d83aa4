import { UnknownRow, type BackupResource, type BackupRow, type BackupStore, type TableRow } from '@windhover/ports';
import { changing } from '../sql-step.ts';
import { joinSql, rawSql, sql, type Row, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { backupTables, backupThings, type BackupTable, type BackupThing } from './backup-tables.ts';

/** Things that are read at a time: all revisions of so many flows, or all logs of so many executions, are in memory at once. */
const atOnce = 50;
const executionsAtOnce = 20;

export function backupStore({ tenant, reads, dialect, write }: ScopeDeps): BackupStore {
  /** The next things in the order of their key. */
  const page = (columns: Sql, { thing: { table, where = sql`true` }, last, limit }: Place): Sql => {
    const keys = table.key.map((column) => last?.[column] ?? null);
    const after = last === undefined ? sql`true` : sql`(${namesOf(table.key)}) > (${joinSql(keys)})`;
    return sql`select ${columns} from ${rawSql(table.name)} where tenant_id = ${tenant} and ${where} and ${after}
      order by ${namesOf(table.key)} limit ${limit}`;
  };
  const parts = (place: Place): readonly Sql[] =>
    place.thing.parts.map(({ table: { name, columns, key, isNumbered = false }, by, where = sql`true` }) => {
      const order = isNumbered ? sql`${namesOf(key)}, ${dialect.chunkNumber}` : namesOf(key);
      return sql`select ${namesOf(columns)} from ${rawSql(name)} where tenant_id = ${tenant} and ${where}
        and (${namesOf(by)}) in (${page(namesOf(by), place)}) order by ${order}`;
    });
  return {
    async *read(resource) {
      const thing = backupThings[resource];
      const limit = resource === 'EXECUTION' ? executionsAtOnce : atOnce;
      const tables = [thing.table, ...thing.parts.map(({ table }) => table)];
      let last: Row | undefined;
      do {
        const place = { thing, last, limit };
        const found = await reads.all([page(namesOf(thing.table.columns), place), ...parts(place)]);
        const entries = found.flatMap((rows, index) =>
          index === 0 && thing.isPath === true ? [] : rows.map((row) => toEntry(tables[index]!, row)),
        );
        if (entries.length > 0) yield entries;
        last = found[0]!.length < limit ? undefined : found[0]!.at(-1);
      } while (last !== undefined);
    },

    async count(resource: BackupResource) {
      const { name } = backupThings[resource].table;
      const row = await reads.one(sql`select count(*) as total from ${rawSql(name)} where tenant_id = ${tenant}`);
      return row!['total'] as number;
    },

    insert(entry) {
      const { name, columns, key, readable } = checkedTable(entry);
      const values = columns.map((column) => {
        const value = entry.row[column] ?? null;
        return column === readable && typeof value === 'string' ? dialect.readableJson(value) : value;
      });
      return write(
        changing(
          { thing: name, id: key.map((column) => entry.row[column]).join('/') },
          sql`insert into ${rawSql(name)}(tenant_id, ${namesOf(columns)}) values (${tenant}, ${joinSql(values)})`,
        ),
      );
    },
  };
}

/** Where in the things of a kind the next page begins. */
interface Place {
  readonly thing: BackupThing;
  readonly last: BackupRow | undefined;
  readonly limit: number;
}

function namesOf(columns: readonly string[]): Sql {
  return rawSql(columns.join(', '));
}

function toEntry({ name, columns }: BackupTable, row: Row): TableRow {
  return { table: name, row: Object.fromEntries(columns.map((column) => [column, row[column]!])) };
}

/** Names go into the statement: only those that stand in the list. */
function checkedTable({ table: name, row }: TableRow): BackupTable {
  const table = backupTables.get(name);
  if (table === undefined) throw new UnknownRow(`there is no table '${name}'`);
  for (const [column, value] of Object.entries(row)) {
    if (!table.columns.includes(column)) throw new UnknownRow(`table '${name}' has no column '${column}'`);
    const isValue = value === null || typeof value === 'string' || Number.isSafeInteger(value);
    if (!isValue) throw new UnknownRow(`column '${column}' of table '${name}' takes no such value`);
  }
  return table;
}
