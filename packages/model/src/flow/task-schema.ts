/** What every task may have, whatever its type. */
import { z } from 'zod';
import { logLevels } from '../flow.ts';
import { taskIdPattern } from '../identifiers.ts';
import { durationProperty, writtenDurationProperty } from '../plugins/property-kinds.ts';
import { retrySchema } from './flow-schema.ts';
import { workerGroupSchema } from './worker-group-schema.ts';

export const idSchema = z
  .string()
  .min(1)
  .max(256)
  .regex(taskIdPattern, {
    error: (issue) => `'${String(issue.input)}' is not a valid id, it must match ${taskIdPattern.source}`,
  });

export const logLevelSchema = z.enum(logLevels as readonly [string, ...string[]]);

export const taskSchema = z.object({
  id: idSchema.describe('Unique in the whole flow. Its outputs are `outputs.<id>`.'),
  type: z.string().describe('What the task does.'),
  version: z.string().optional().describe('Version of the plugin; ignored.'),
  description: z.string().optional().describe('Markdown.'),
  retry: retrySchema.optional(),
  timeout: writtenDurationProperty()
    .optional()
    .describe('Longest time of one attempt, as an ISO-8601 duration. Example: `PT10M`.'),
  runIf: z.string().optional().describe('The task is skipped when this is false. Example: `{{ inputs.full }}`.'),
  when: z.string().optional().describe('The same as `runIf`.'),
  disabled: z.boolean().optional().describe('A disabled task is left out as if it were not there.'),
  allowFailure: z.boolean().optional().describe('A failure becomes a warning.'),
  allowWarning: z.boolean().optional().describe('A warning becomes a success.'),
  logLevel: logLevelSchema.optional().describe('Lines below this level are not kept.'),
  logToFile: z.boolean().optional().describe('Keeps the log of each attempt as a file instead.'),
  taskCache: z
    .object({
      enabled: z.boolean(),
      ttl: durationProperty().optional().describe('How long outputs may be used again.'),
    })
    .optional()
    .describe('Uses the outputs of an earlier run with the same properties.'),
  workerGroup: workerGroupSchema.optional(),
});
