/** What may stand at the top of a flow, and the policies in it. */
import { z } from 'zod';
import { flowIdPattern, namespacePattern } from '../identifiers.ts';
import {
  durationProperty,
  labelsProperty,
  mapProperty,
  pluginProperty,
  replaced,
  tasksProperty,
} from '../plugins/property-kinds.ts';
import { workerGroupSchema } from './worker-group-schema.ts';

const matches = (pattern: RegExp) => ({
  error: (issue: { input?: unknown }) => `'${String(issue.input)}' is not valid, it must match ${pattern.source}`,
});
const list = (definition: string) => z.array(z.unknown()).meta({ items: { $ref: `#/$defs/${definition}` } });

/** Ids that are words of the API's paths. */
export const reservedFlowIds: ReadonlySet<string> = new Set([
  'pause',
  'resume',
  'force-run',
  'change-status',
  'kill',
  'executions',
  'search',
  'source',
  'disable',
  'enable',
]);

export const retrySchema = z
  .object({
    type: z.enum(['constant', 'exponential', 'random']),
    interval: durationProperty().optional().describe('Time between the end of an attempt and the next one.'),
    minInterval: durationProperty().optional().describe('For `random`: the shortest time between two attempts.'),
    maxInterval: durationProperty()
      .optional()
      .describe('For `exponential` and `random`: the longest time between two attempts.'),
    delayFactor: z.number().positive().optional().describe('For `exponential`: what the time grows by. Default 2.'),
    jitter: z
      .boolean()
      .default(false)
      .describe('For `constant` and `exponential`: waits between half of the time and all of it, as chance has it.'),
    maxAttempts: z.number().int().min(1).optional().describe('All attempts, the first included.'),
    maxAttempt: replaced(z.number().int().min(1), 'maxAttempts').optional(),
    maxDuration: durationProperty().optional().describe('Longest time for all attempts.'),
    warningOnRetry: z.boolean().default(false).describe('Ends in WARNING when an attempt had to be repeated.'),
    behavior: z.enum(['RETRY_FAILED_TASK', 'CREATE_NEW_EXECUTION']).default('RETRY_FAILED_TASK'),
  })
  .describe('What to do after a failure. Without `maxAttempts` and `maxDuration` it is tried for ever.');

export const concurrencySchema = z.object({
  limit: z.number().int().min(1).describe('How many executions of the flow may run at a time.'),
  behavior: z
    .enum(['QUEUE', 'CANCEL', 'FAIL'])
    .default('QUEUE')
    .describe('What happens to an execution beyond the limit.'),
});

export const quotaSchema = z.object({
  duration: durationProperty().describe('Length of the window.'),
  limit: z.number().int().min(0).describe('How many executions may be created in each window.'),
  behavior: z.enum(['FAIL', 'CANCEL']).default('FAIL').describe('How an execution beyond the quota ends.'),
});

export const slaSchema = z.object({
  id: z.string().min(1),
  type: z.enum(['MAX_DURATION', 'EXECUTION_ASSERTION']),
  duration: durationProperty().optional().describe('For MAX_DURATION.'),
  assert: z.string().optional().describe('For EXECUTION_ASSERTION: an expression that must stay true.'),
  behavior: z.enum(['FAIL', 'CANCEL', 'NONE']),
  labels: labelsProperty().optional().describe('Labels that the execution gets when this is broken.'),
});

export const checkSchema = z.object({
  when: z.string().optional().describe('An expression over the inputs; the check fails when it is false.'),
  condition: z.string().optional().describe('The same as `when`.'),
  message: z.string().describe('What to tell when the check fails.'),
  style: z.enum(['INFO', 'SUCCESS', 'WARNING', 'ERROR']).default('INFO'),
  behavior: z.enum(['BLOCK_EXECUTION', 'FAIL_EXECUTION', 'CREATE_EXECUTION']).default('BLOCK_EXECUTION'),
});

export const pluginDefaultSchema = z.object({
  type: z.string().describe('A type, or the beginning of the names of several.'),
  forced: z.boolean().default(false),
  values: mapProperty().describe('Properties that tasks of the type get unless they set them.'),
});

const pluginDefaults = list('pluginDefault').describe('Properties for all tasks and triggers of a type.');

export const flowSchema = z.object({
  id: z.string().min(1).max(100).regex(flowIdPattern, matches(flowIdPattern)).describe('Unique in the namespace.'),
  namespace: z
    .string()
    .min(1)
    .max(150)
    .regex(namespacePattern, matches(namespacePattern))
    .describe('Dots make a tree.'),
  description: z.string().optional().describe('Markdown.'),
  labels: labelsProperty().optional().describe('Given to every execution of the flow.'),
  inputs: list('input').optional().describe('Values to ask for at the start; `inputs.<id>` in expressions.'),
  variables: mapProperty().optional().describe('Values for expressions: `vars.<name>`.'),
  tasks: tasksProperty('Tasks to run, in order.').min(1),
  errors: tasksProperty('Tasks to run when a task has failed.').optional(),
  finally: tasksProperty('Tasks to run at the end, whatever happened before.').optional(),
  afterExecution: tasksProperty('Tasks to run once the final state is set.').optional(),
  triggers: list('trigger').optional().describe('What starts executions.'),
  outputs: list('output').optional().describe('Values that an execution gives at its end.'),
  concurrency: concurrencySchema.optional(),
  quotas: z.array(quotaSchema).optional().describe('How many executions may be created in a time.'),
  retry: retrySchema.optional(),
  workerGroup: workerGroupSchema.optional(),
  sla: z.array(slaSchema).optional().describe('Promises that are watched while an execution runs.'),
  checks: z.array(checkSchema).optional().describe('Conditions that are looked at before an execution is created.'),
  pluginDefaults: pluginDefaults.optional(),
  taskDefaults: replaced(pluginDefaults, 'pluginDefaults').optional(),
  listeners: replaced(
    z.array(z.object({ conditions: z.array(pluginProperty('condition')).optional(), tasks: z.array(z.unknown()) })),
    'afterExecution',
  ).optional(),
  disabled: z.boolean().optional().describe('A disabled flow cannot be executed.'),
  draft: z.boolean().optional().describe('A draft may be saved although it is not valid; nothing triggers it.'),
  revision: z.number().optional().describe('Set by the server; ignored when written.'),
  deleted: z.boolean().optional(),
  tenantId: z.string().optional(),
  source: z.string().optional(),
  updated: z.string().optional(),
});
