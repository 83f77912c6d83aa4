import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { placeProperties, startDateProperty } from '../place-properties.ts';

export const purgeLogs = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.log.PurgeLogs',
  title: 'Delete log lines',
  description: "Deletes log lines of executions and triggers in namespaces that allow the flow's, for good.",
  properties: z.object({
    ...placeProperties,
    executionId: z.string().optional().describe('One execution. Default: all, and what triggers wrote.'),
    logLevels: z
      .array(z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR']))
      .optional()
      .describe('Exactly these levels. Default: all.'),
    startDate: startDateProperty,
    endDate: z.string().describe('Up to then. Example: `{{ now() | dateAdd(-1, "MONTHS") }}`.'),
  }),
  outputs: z.object({ count: z.number().describe('Number of lines deleted.') }),
  examples: [
    {
      title: 'Keep the lines of one month',
      code: 'id: purge\ntype: io.kestra.plugin.core.log.PurgeLogs\nendDate: "{{ now() | dateAdd(-1, \'MONTHS\') }}"\n',
    },
  ],
  async run({ properties: { logLevels, ...rest }, services }) {
    return { outputs: { count: (await services.call('logs.purge', { ...rest, levels: logLevels })) as number } };
  },
});
