/** Wrong passwords by name, so that a lock holds on every server and over a restart. */
export const failedLogins = {
  name: '0022-failed-logins',
  sql: `
create table failed_logins(
  name_hash text primary key, failures integer not null, locked_until integer, expires_at integer not null);
create index failed_logins_expiry on failed_logins(expires_at);
`,
};
