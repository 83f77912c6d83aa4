export { openPostgresStore, type PoolLimits, type PostgresStoreOptions } from './open-postgres-store.ts';
