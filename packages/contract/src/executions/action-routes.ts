/** Operations on one execution. */
import { z } from 'zod';
import { executionSchema, inputValidationSchema, labelSchema, stateNameSchema } from '../execution-shapes.ts';
import { ofExecution } from '../path-parameters.ts';
import { flag, revisionNumber } from '../query-values.ts';
import { defineRoute } from '../route.ts';
import { base, execution, inputsForm, needs, ofTaskRun } from './execution-route.ts';

const replayQuery = z.object({
  taskRunId: z
    .string()
    .optional()
    .transform((id) => (id === '' ? undefined : id)),
  revision: revisionNumber.optional(),
  breakpoints: z.string().optional(),
});

/** An operation on one execution: `POST /executions/{executionId}/actions/<name>`. */
const action = <Name extends string>(name: Name, operationId: string, summary: string, permission: string) =>
  ({
    ...base,
    operationId,
    summary,
    method: name === 'kill' ? 'DELETE' : 'POST',
    path: `/executions/{executionId}/actions/${name}`,
    access: needs(permission),
    ...ofExecution,
    errors: [409],
  }) as const;

const rendered = {
  status: 200,
  kind: 'json',
  schema: z.object({ result: z.string().optional(), error: z.string().optional() }),
} as const;

export const executionActionRoutes = {
  changeStatus: defineRoute({
    ...action('change-status', 'updateExecutionStatus', 'Give an ended execution another final state', 'UPDATE'),
    query: z.object({ status: stateNameSchema }),
    reply: execution,
  }),
  eval: defineRoute({
    ...action('eval', 'evalExpression', 'Render an expression in the context of an execution', 'ACCESS_OUTPUTS'),
    body: { kind: 'text', schema: z.string() },
    reply: rendered,
    safe: true,
  }),
  evalTaskRun: defineRoute({
    ...action(
      'eval/{taskRunId}',
      'evalTaskRunExpression',
      'Render an expression as a task run sees it',
      'ACCESS_OUTPUTS',
    ),
    ...ofTaskRun,
    body: { kind: 'text', schema: z.string() },
    reply: rendered,
    safe: true,
  }),
  forceRun: defineRoute({
    ...action('force-run', 'forceRunExecution', 'Run an execution without waiting any longer', 'FORCE_RUN'),
    reply: execution,
  }),
  kill: defineRoute({
    ...action('kill', 'killExecution', 'End an execution', 'KILL'),
    query: z.object({ isOnKillCascade: flag.default(true) }),
    reply: { status: 200, kind: 'text-json', schema: executionSchema },
  }),
  setLabels: defineRoute({
    ...action('labels', 'setLabelsOnTerminatedExecution', 'Add labels or change them', 'CHANGE_LABELS'),
    body: { kind: 'json', schema: z.array(labelSchema) },
    reply: execution,
  }),
  pause: defineRoute({
    ...action('pause', 'pauseExecution', 'Start no further task until it is resumed', 'PAUSE'),
    reply: execution,
  }),
  replay: defineRoute({
    ...action('replay', 'replayExecution', 'A new execution from the start, or from a task run on', 'REPLAY'),
    makes: 'execution',
    query: replayQuery,
    reply: execution,
  }),
  replayWithInputs: defineRoute({
    ...action('replay-with-inputs', 'replayExecutionWithinputs', 'As a replay, with other inputs', 'REPLAY'),
    makes: 'execution',
    query: replayQuery,
    body: inputsForm,
    reply: execution,
  }),
  restart: defineRoute({
    ...action('restart', 'restartExecution', 'Begin what failed again', 'RESTART'),
    query: z.object({ revision: revisionNumber.optional() }),
    reply: execution,
  }),
  resume: defineRoute({
    ...action('resume', 'resumeExecution', 'Go on with a paused execution', 'RESUME'),
    body: inputsForm,
    reply: execution,
  }),
  resumeFromBreakpoint: defineRoute({
    ...action('resume-from-breakpoint', 'resumeExecutionFromBreakpoint', 'Go on past a breakpoint', 'RESUME'),
    query: z.object({ breakpoints: z.string().optional().describe('Where it stops instead, as for a start.') }),
    reply: execution,
  }),
  validateResume: defineRoute({
    ...action('resume/validate', 'validateResumeExecutionInputs', 'Check the inputs of a resume', 'RESUME'),
    body: inputsForm,
    reply: { status: 200, kind: 'json', schema: inputValidationSchema },
    safe: true,
  }),
  changeTaskRunState: defineRoute({
    ...action('state', 'updateTaskRunState', 'Decide how a task run ended, and go on from there', 'UPDATE'),
    body: { kind: 'json', schema: z.object({ taskRunId: z.string(), state: stateNameSchema }) },
    reply: execution,
  }),
  unqueue: defineRoute({
    ...action('unqueue', 'unqueueExecution', 'Take an execution out of the queue', 'UNQUEUE'),
    query: z.object({ state: stateNameSchema.default('RUNNING') }),
    reply: execution,
  }),
};
