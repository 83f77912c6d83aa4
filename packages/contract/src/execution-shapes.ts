/** Executions on the wire. */
import { stateNames } from '@windhover/model';
import { z } from 'zod';

export const stateNameSchema = z.enum(stateNames as unknown as [string, ...string[]]);

export const labelSchema = z.object({ key: z.string(), value: z.string() });

export const stateSchema = z.object({
  current: stateNameSchema,
  startDate: z.string(),
  /** Once it has ended, or while it is paused. */
  endDate: z.string().optional(),
  /** ISO; of what still runs: until now. */
  duration: z.string(),
  histories: z.array(z.object({ state: stateNameSchema, date: z.string() })),
});

const anyMap = z.record(z.string(), z.unknown());

export const taskRunSchema = z.object({
  id: z.string(),
  executionId: z.string(),
  namespace: z.string(),
  flowId: z.string(),
  taskId: z.string(),
  parentTaskRunId: z.string().optional(),
  value: z.string().optional(),
  iteration: z.number().optional(),
  state: stateSchema,
  attempts: z
    .array(z.object({ state: stateSchema, workerId: z.string().optional(), logFile: z.string().optional() }))
    .optional(),
  outputs: anyMap.optional(),
  dynamic: z.boolean().optional(),
});

const loopItemSchema = z.object({ index: z.number(), key: z.string().optional(), value: z.string() });

/** Which iteration of which Loop an execution of kind LOOP is; `parents` are the loops around it, nearest first. */
const loopRunSchema = loopItemSchema.extend({
  parent: z.object({ id: z.string(), namespace: z.string(), flowId: z.string(), flowRevision: z.number() }),
  taskId: z.string(),
  taskRunId: z.string(),
  parents: z.array(loopItemSchema),
});

/** As lists show it. */
export const lightExecutionSchema = z.object({
  tenantId: z.string().optional(),
  id: z.string(),
  namespace: z.string(),
  flowId: z.string(),
  flowRevision: z.number(),
  state: stateSchema,
  originalId: z.string(),
  inputs: anyMap.optional(),
  outputs: anyMap.optional(),
  labels: z.array(labelSchema),
  trigger: z
    .object({ id: z.string(), type: z.string(), variables: anyMap.optional(), logFile: z.string().optional() })
    .optional(),
  parentId: z.string().optional(),
  scheduleDate: z.string().optional(),
  kind: z.string().optional(),
  loopRun: loopRunSchema.optional(),
  breakpoints: z.array(z.object({ id: z.string(), value: z.string().optional() })).optional(),
});

/** As it is told of executions that belong to another one. */
export const executionStatusSchema = z.object({
  executionId: z.string(),
  tenantId: z.string().optional(),
  namespace: z.string(),
  flowId: z.string(),
  state: stateSchema,
});

export const executionSchema = lightExecutionSchema.extend({
  metadata: z.object({ attemptNumber: z.number(), originalCreatedDate: z.string() }),
  variables: anyMap.optional(),
  /** The first 10,000. */
  taskRunList: z.array(taskRunSchema),
  /** Of all, when they are more than those shown. */
  taskRunCount: z.number().optional(),
  deleted: z.boolean(),
  /** Of the page that shows it; in the answer to a start. */
  url: z.string().optional(),
});

export const resolvedInputSchema = z.object({
  input: z.looseObject({ id: z.string(), type: z.string() }),
  value: z.unknown().optional(),
  enabled: z.boolean(),
  isDefault: z.boolean(),
  errors: z.array(z.looseObject({ message: z.string() })),
});

/** What an Approval asks for beside its inputs; sent as the fields `decision` and `comment`. */
const approvalSchema = z.object({
  taskId: z.string(),
  decisions: z.object({ approve: z.string(), deny: z.string() }),
  commentRequired: z.enum(['NEVER', 'ON_APPROVE', 'ON_DENY', 'ALWAYS']),
});

export const inputValidationSchema = z.object({
  id: z.string(),
  namespace: z.string(),
  inputs: z.array(resolvedInputSchema),
  checks: z.array(z.looseObject({ message: z.string(), style: z.string(), behavior: z.string() })),
  approval: approvalSchema.optional(),
});

export const waitingReasonSchema = z.object({
  kind: z.enum(['SLOT', 'DATE', 'RESUME', 'ROUND', 'CHILD', 'TURN', 'RETRY', 'WORKER', 'KILL', 'SWITCH', 'TRIGGER']),
  /** Absent: the execution as a whole. */
  taskRunId: z.string().optional(),
  taskId: z.string().optional(),
  /** A sentence for people; `facts` for programs. */
  message: z.string(),
  facts: anyMap,
});
