export { asAdmin, startPostgres, type PostgresServer } from './start-postgres.ts';
