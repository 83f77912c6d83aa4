/** Whose place under a limit an execution has: of one that waits for it. */
export const lentSlots = {
  name: '0022-lent-slots',
  sql: `
alter table slots add column lent_by text collate "C";
`,
};
