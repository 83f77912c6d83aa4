import { secure } from './row-security.ts';

/** Groups of workers, and the tokens with which these connect. */
export const workerGroups = {
  name: '0018-worker-groups',
  sql: `
create table worker_groups(group_id text collate "C" primary key, body text collate "C" not null);

create table worker_tokens(
  token_id text collate "C" primary key, group_id text collate "C" not null, prefix text collate "C" not null,
  body text collate "C" not null);
create index worker_tokens_by_prefix on worker_tokens(prefix);
${secure([
  { table: 'worker_groups', instance: 'all' },
  { table: 'worker_tokens', instance: 'all' },
])}
`,
};
