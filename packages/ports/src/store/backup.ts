import type { WriteOp } from './write-op.ts';

/** Kinds of things of a tenant that backups hold, in the order in which they are written and restored. */
export const backupResources = [
  'NAMESPACE',
  'FLOW',
  'TEMPLATE',
  'REUSABLE_INPUTS',
  'TRIGGER',
  'KV_STORE',
  'SECRET',
  'NAMESPACE_FILE',
  'ROLE',
  'GROUP',
  'BINDING',
  'TENANT_ACCESS',
  'SECURITY_INTEGRATION',
  'INVITATION',
  'MCP_SERVER',
  'DASHBOARD',
] as const;
export type BackupResource = (typeof backupResources)[number];

/** What executions and triggers leave behind: ended executions, lines of deleted ones, lines of triggers. */
export const historyResources = ['EXECUTION', 'LOG', 'TRIGGER_LOG'] as const;
export type HistoryResource = (typeof historyResources)[number];

/** A row by its columns, without whose it is. Flags are 0 or 1, instants are epoch milliseconds, JSON is text. */
export type BackupRow = Readonly<Record<string, null | number | string>>;

export interface TableRow {
  readonly table: string;
  readonly row: BackupRow;
}

/** What a tenant has as rows, which another store takes in as they are. */
export interface BackupStore {
  /**
   * All things of a kind, each with what hangs on it (a flow with its revisions): a page at a time, and each page from one
   * snapshot. First the things, then what hangs on them. Executions and lines of logs know each other by the number `run`.
   */
  read(resource: BackupResource | HistoryResource): AsyncIterable<readonly TableRow[]>;
  /** How many things of the kind there are, deleted ones that are remembered included. */
  count(resource: BackupResource): Promise<number>;
  /**
   * `Conflict(table, key)` when there is such a row. Throws `UnknownRow` for a table or column that backups do not hold, and
   * for a value that no column takes.
   */
  insert(entry: TableRow): WriteOp;
}

/** A row of a backup does not fit into this store. */
export class UnknownRow extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'UnknownRow';
  }
}
