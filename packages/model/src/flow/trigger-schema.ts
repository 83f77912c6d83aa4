/** What every trigger may have, whatever its type. */
import { z } from 'zod';
import { labelsProperty, mapProperty, pluginProperty, replaced, stateProperty } from '../plugins/property-kinds.ts';
import { idSchema, logLevelSchema } from './task-schema.ts';
import { workerGroupSchema } from './worker-group-schema.ts';

export const triggerSchema = z.object({
  id: idSchema.describe('Unique among the triggers of the flow.'),
  type: z.string().describe('What starts an execution.'),
  version: z.string().optional().describe('Version of the plugin; ignored.'),
  description: z.string().optional().describe('Markdown.'),
  disabled: z.boolean().optional().describe('A disabled trigger starts nothing.'),
  conditions: z.array(pluginProperty('condition')).optional().describe('All must be true for an execution to start.'),
  when: z.string().optional().describe('An expression that must be true for an execution to start.'),
  inputs: mapProperty().optional().describe('Inputs of the execution by id; may use `trigger`.'),
  labels: labelsProperty().optional().describe('Labels of the execution.'),
  stopAfter: z.array(stateProperty).optional().describe('The trigger is disabled once one of its executions ends so.'),
  logLevel: logLevelSchema.optional(),
  minLogLevel: replaced(logLevelSchema, 'logLevel').optional(),
  logToFile: z.boolean().optional().describe('Counts for nothing: a trigger says how it went in its state.'),
  failOnTriggerError: z.boolean().optional().describe('An error makes a FAILED execution instead of a log line.'),
  allowConcurrent: z.boolean().optional().describe('Starts executions while an earlier one is running.'),
  workerGroup: workerGroupSchema
    .optional()
    .describe(
      'Workers that look for a polling trigger, in place of the server. While the group has none: WAIT (default) for one, FAIL, leave the look out (CANCEL), or IGNORE the group. Counts for nothing on other triggers.',
    ),
});
