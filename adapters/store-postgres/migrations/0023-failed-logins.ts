import { secure } from './row-security.ts';

/** Wrong passwords by name, so that a lock holds on every server and over a restart. */
export const failedLogins = {
  name: '0023-failed-logins',
  sql: `
create table failed_logins(
  name_hash text collate "C" primary key, failures integer not null, locked_until bigint, expires_at bigint not null);
create index failed_logins_expiry on failed_logins(expires_at);
${secure([{ table: 'failed_logins', instance: 'all' }])}
`,
};
