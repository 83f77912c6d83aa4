export { startPgBouncer } from './start-pgbouncer.ts';
export { asAdmin, connectTo, startPostgres, type PostgresServer } from './start-postgres.ts';
