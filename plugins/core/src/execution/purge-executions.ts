import { defineTask, stateProperty } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { placeProperties, startDateProperty } from '../place-properties.ts';

interface Purged {
  readonly executionsCount: number;
  readonly logsCount: number;
  readonly storagesCount: number;
  readonly metricsCount: number;
}

export const purgeExecutions = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.execution.PurgeExecutions',
  title: 'Delete executions',
  description: "Deletes ended executions in namespaces that allow the flow's, and what they left, for good.",
  properties: z.object({
    ...placeProperties,
    states: z.array(stateProperty).optional().describe('States that they ended in. Default: all.'),
    startDate: startDateProperty.describe('Started from then on: a date with time and zone. Default: ever.'),
    endDate: z.string().describe('Ended by then. Example: `{{ now() | dateAdd(-1, "MONTHS") }}`.'),
    purgeExecution: z.boolean().default(true).describe('Whether the executions go; their metrics go with them.'),
    purgeLog: z.boolean().default(true).describe('Whether their log lines go.'),
    purgeMetric: z.boolean().default(true).describe('Of no effect: metrics go with their execution.'),
    purgeStorage: z.boolean().default(true).describe('Whether their files in internal storage go.'),
    batchSize: z.number().optional().describe('Of no effect: batches have the size that suits the store.'),
  }),
  outputs: z.object({
    executionsCount: z.number().describe('Number of executions deleted.'),
    logsCount: z.number().describe('Number of log lines deleted.'),
    storagesCount: z.number().describe('Number of files deleted.'),
    metricsCount: z.number().describe('Number of metrics deleted.'),
  }),
  examples: [
    {
      title: 'Keep the executions of one month',
      code: 'id: purge\ntype: io.kestra.plugin.core.execution.PurgeExecutions\nendDate: "{{ now() | dateAdd(-1, \'MONTHS\') }}"\nstates: [SUCCESS]\n',
    },
  ],
  async run({ properties, services }) {
    const { purgeExecution, purgeLog, purgeMetric: _metric, purgeStorage, batchSize: _size, ...which } = properties;
    const parts = { execution: purgeExecution, log: purgeLog, storage: purgeStorage };
    return { outputs: (await services.call('executions.purge', { ...which, parts })) as Purged };
  },
});
