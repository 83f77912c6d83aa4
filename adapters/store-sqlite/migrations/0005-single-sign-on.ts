/** Who a provider of single sign-on means by a subject, and which sessions began there. */
export const singleSignOn = {
  name: '0005-single-sign-on',
  sql: `
create table user_identities(
  issuer text not null, subject text not null, user_id text not null, primary key(issuer, subject)) without rowid;
create index user_identities_user on user_identities(user_id);
alter table sessions add column sign_on text;
`,
};
