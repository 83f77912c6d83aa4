import { secure } from './row-security.ts';

/** What all servers must hear, until each has had the time to look. */
export const announcements = {
  name: '0008-announcements',
  sql: `
create table announcements(version bigint primary key, message text collate "C" not null) with (fillfactor = 50);
${secure([{ table: 'announcements', engine: 'all' }])}
`,
};
