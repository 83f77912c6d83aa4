import type { CommandSpec, LocalCommand } from '../../command.ts';

/** What another system's queue needs now and then. */
function nothingToDo(word: string, why: string): LocalCommand {
  return {
    kind: 'local',
    path: ['sys-ee', word],
    summary: `accepted: ${why}`,
    async run({ print }) {
      print(`Nothing to do: ${why}.`);
      return 0;
    },
  };
}

export const sysEeCommands: readonly CommandSpec[] = [
  nothingToDo('restore-flow-listeners', 'servers find the flows in the store'),
  nothingToDo('restore-queue', 'what waits is in the store'),
  nothingToDo('reset-concurrency-limit', 'slots are counted from the executions that hold them'),
];
