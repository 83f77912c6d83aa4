export { openPostgresTransport, type PostgresTransportOptions } from './notices/open-postgres-transport.ts';
export {
  openPostgresStore,
  type PoolLimits,
  type PostgresStore,
  type PostgresStoreOptions,
} from './open-postgres-store.ts';
