import { secure } from './row-security.ts';

/** Who a provider of single sign-on means by a subject, and which sessions began there. */
export const singleSignOn = {
  name: '0005-single-sign-on',
  sql: `
create table user_identities(
  issuer text collate "C" not null, subject text collate "C" not null, user_id text collate "C" not null,
  primary key(issuer, subject));
create index user_identities_user on user_identities(user_id);
alter table sessions add column sign_on text;
${secure([{ table: 'user_identities', instance: 'all' }])}
`,
};
