import { UnknownRow, type BackupResource, type BackupRow, type BackupStore, type TableRow } from '@windhover/ports';
import { changing } from '../sql-step.ts';
import { joinSql, rawSql, sql, type Row, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { backupTables, backupThings, type BackupTable, type BackupThing } from './backup-tables.ts';

/** Things that are read at a time: all revisions of so many flows are in memory at once. */
const atOnce = 50;

export function backupStore({ tenant, reads, write }: ScopeDeps): BackupStore {
  /** The next things in the order of their key. */
  const page = (columns: Sql, { table: { name, key } }: BackupThing, last: BackupRow | undefined): Sql => {
    const after =
      last === undefined ? sql`true` : sql`(${namesOf(key)}) > (${joinSql(key.map((each) => last[each]!))})`;
    return sql`select ${columns} from ${rawSql(name)} where tenant_id = ${tenant} and ${after}
      order by ${namesOf(key)} limit ${atOnce}`;
  };
  const parts = (thing: BackupThing, last: BackupRow | undefined): readonly Sql[] =>
    thing.parts.map(
      ({ table: { name, columns, key }, by }) =>
        sql`select ${namesOf(columns)} from ${rawSql(name)} where tenant_id = ${tenant}
          and (${namesOf(by)}) in (${page(namesOf(by), thing, last)}) order by ${namesOf(key)}`,
    );
  return {
    async *read(resource) {
      const thing = backupThings[resource];
      const tables = [thing.table, ...thing.parts.map(({ table }) => table)];
      let last: BackupRow | undefined;
      do {
        const found = await reads.all([page(namesOf(thing.table.columns), thing, last), ...parts(thing, last)]);
        const entries = found.flatMap((rows, index) => rows.map((row) => toEntry(tables[index]!, row)));
        if (entries.length > 0) yield entries;
        last = found[0]!.length < atOnce ? undefined : found[0]!.at(-1);
      } while (last !== undefined);
    },

    async count(resource: BackupResource) {
      const { name } = backupThings[resource].table;
      const row = await reads.one(sql`select count(*) as total from ${rawSql(name)} where tenant_id = ${tenant}`);
      return row!['total'] as number;
    },

    insert(entry) {
      const { name, columns, key } = checkedTable(entry);
      const values = columns.map((column) => entry.row[column] ?? null);
      return write(
        changing(
          { thing: name, id: key.map((column) => entry.row[column]).join('/') },
          sql`insert into ${rawSql(name)}(tenant_id, ${namesOf(columns)}) values (${tenant}, ${joinSql(values)})`,
        ),
      );
    },
  };
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
