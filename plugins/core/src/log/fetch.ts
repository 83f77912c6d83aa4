import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { toBytes } from '../storage/pieces.ts';
import { toRow } from '../storage/rows.ts';
import { logLevelProperty } from './log-level-property.ts';

interface Line {
  readonly at: number;
  /** From 1; rows count from 0, as the API does. */
  readonly attemptNumber?: number;
  readonly [field: string]: unknown;
}

export const fetchLogs = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.log.Fetch',
  title: 'Fetch log lines',
  description: 'Writes the log lines of an execution into a file, one Ion row each, oldest first.',
  properties: z.object({
    executionId: z
      .string()
      .optional()
      .describe("Execution of a namespace of the same tenant that allows the flow's. Default: this execution."),
    namespace: z.string().optional().describe('Namespace that the execution must be of.'),
    flowId: z.string().optional().describe('Flow that the execution must be of.'),
    tasksId: z.array(z.string()).optional().describe('Tasks whose lines are wanted. Default: all.'),
    level: logLevelProperty.describe('Lowest level that is wanted. Default `INFO`.'),
  }),
  outputs: z.object({
    uri: z.string().describe('Address of the file.'),
    size: z.number().describe('Number of lines.'),
  }),
  async run({ properties, files, services, taskRun }) {
    const { executionId = taskRun.executionId, namespace, flowId, tasksId, level } = properties;
    const lines = (await services.call('logs.fetch', {
      namespace,
      flowId,
      executionId,
      taskIds: tasksId,
      level,
    })) as readonly Line[];
    const rows = lines.map(({ at, attemptNumber, ...line }) => {
      const attempt = attemptNumber === undefined ? {} : { attemptNumber: attemptNumber - 1 };
      return `${toRow({ timestamp: new Date(at), ...line, ...attempt })}\n`;
    });
    return { outputs: { uri: await files.put('logs.ion', toBytes(rows)), size: lines.length } };
  },
});
