export { backupTables, tablesLeftOut } from './backup/backup-tables.ts';
export type { Dialect } from './dialect.ts';
export { instanceStores } from './instance-stores.ts';
export { openTenantKeys } from './settings.ts';
export { shardReads } from './shards/shard-reads.ts';
export type { SqlReads } from './sql-reads.ts';
export { step, type Expectation, type Refusal, type SqlStep, type Write } from './sql-step.ts';
export { sql, textMaker, type Row, type Sql, type SqlValue } from './sql-text.ts';
export { tenantScope } from './tenant-scope.ts';
