import { secure } from './row-security.ts';

/** Answers to calls under clients' own keys, for repeats; `tenant_id` is empty for calls above the tenants. */
export const keptAnswers = {
  name: '0019-kept-answers',
  sql: `
create table kept_answers(
  tenant_id text collate "C" not null, name text collate "C" not null, kept_at bigint not null,
  body text collate "C" not null, primary key(tenant_id, name));
create index kept_answers_kept on kept_answers(kept_at);
${secure([{ table: 'kept_answers', scope: 'all', instance: 'all' }])}
`,
};
