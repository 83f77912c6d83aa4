/** Answers to calls under clients' own keys, for repeats; `tenant_id` is empty for calls above the tenants. */
export const keptAnswers = {
  name: '0018-kept-answers',
  sql: `
create table kept_answers(
  tenant_id text not null, name text not null, kept_at integer not null, body text not null,
  primary key(tenant_id, name));
create index kept_answers_kept on kept_answers(kept_at);
`,
};
