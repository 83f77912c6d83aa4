import { formatCount, formatNumber } from '../format/count.ts';

const executions = (count: number) => formatCount(count, 'execution', 'executions');

const flows = (count: number) => formatCount(count, 'flow', 'flows');
const triggers = (count: number) => formatCount(count, 'trigger', 'triggers');

const matching = 'All that match the filters now. Those in which there is nothing to change are left out.';

/** What is said when something is done to many executions, flows or triggers at once. */
export const bulkText = {
  none: 'There is nothing of this kind to change in what is chosen',
  leftOut: (count: number, reason: string) =>
    `Left out (${formatNumber(count)}): ${reason.slice(0, 1).toLowerCase()}${reason.slice(1)}.`,

  executions: {
    label: {
      restart: 'Restart',
      replay: 'Replay',
      kill: 'Kill',
      pause: 'Pause',
      resume: 'Resume',
      unqueue: 'Take out of the queue',
      'force-run': 'Run without waiting',
      labels: 'Set labels',
      'change-status': 'Change status',
      delete: 'Delete',
    },
    title: (action: string, count: number) => `${action}: ${executions(count)}`,
    text: {
      restart: 'What failed in them begins again; what ended well stays as it is.',
      replay: 'A new execution with the same inputs is started for each of them.',
      kill: 'Their running tasks are stopped, and no further task starts.',
      pause: 'Each finishes the tasks that run, and starts no further one until it is resumed.',
      resume: 'They go on where they wait. Pauses that ask for something get nothing.',
      unqueue: 'They start at once, beside what takes the slots of their limit.',
      'force-run': 'They start at once, whatever they wait for.',
      labels: 'The labels are added; one with the same key is replaced.',
      'change-status': 'Each gets the state that you choose, whatever it ended in.',
      delete: 'They are gone for good, with their task runs, logs and files.',
    },
    matching:
      'All that match the filters now, at most 10,000 at once. Those whose state does not allow it are left out.',
    done: (action: string, count: number) => `${action}: done for ${executions(count)}.`,
  },
  flows: {
    label: { enable: 'Enable', disable: 'Disable', delete: 'Delete' },
    title: (action: string, count: number) => `${action}: ${flows(count)}`,
    text: {
      enable: 'They can be executed again, and their triggers start them.',
      disable: 'Nobody can execute them, and their triggers start nothing.',
      delete: 'They and their triggers will no longer be there. Their executions and logs stay.',
    },
    whyNot: { enable: 'It is enabled', disable: 'It is disabled' },
    matching,
    done: (action: string, count: number) => `${action}: done for ${flows(count)}.`,
    download: 'Download',
    downloadFailed: 'The flows could not be downloaded',
  },

  triggers: {
    label: {
      enable: 'Switch on',
      disable: 'Switch off',
      unlock: 'Unlock',
      'backfill/pause': 'Pause backfills',
      'backfill/unpause': 'Continue backfills',
      'backfill/delete': 'End backfills',
    },
    title: (action: string, count: number) => `${action}: ${triggers(count)}`,
    text: {
      enable: 'They start executions again, from their next date on.',
      disable: 'They start nothing until they are switched on again.',
      unlock: 'They no longer wait for the execution that they started last.',
      'backfill/pause': 'No further date is made up for until they are continued.',
      'backfill/unpause': 'They go on with the dates that are left.',
      'backfill/delete': 'The dates that are left are not made up for.',
    },
    whyNot: {
      enable: 'It is switched on',
      disable: 'It is switched off',
      unlock: 'It is not locked',
      'backfill/pause': 'It has no backfill that goes on',
      'backfill/unpause': 'It has no paused backfill',
      'backfill/delete': 'It has no backfill',
    },
    matching,
    done: (action: string, count: number) => `${action}: done for ${triggers(count)}.`,
  },
};
