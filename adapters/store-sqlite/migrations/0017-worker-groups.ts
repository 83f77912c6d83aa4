/** Groups of workers, and the tokens with which these connect. */
export const workerGroups = {
  name: '0017-worker-groups',
  sql: `
create table worker_groups(group_id text primary key, body text not null) without rowid;

create table worker_tokens(
  token_id text primary key, group_id text not null, prefix text not null, body text not null) without rowid;
create index worker_tokens_by_prefix on worker_tokens(prefix);
`,
};
