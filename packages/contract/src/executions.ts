import { z } from 'zod';
import {
  executionSchema,
  inputValidationSchema,
  labelSchema,
  lightExecutionSchema,
  stateNameSchema,
  taskRunSchema,
  waitingReasonSchema,
} from './execution-shapes.ts';
import { formSchema } from './form.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

const base = { tag: 'Executions', level: 'tenant' } as const;
/** Newer roles hold the first, those of the first era the second. */
const mayExecute = { kind: 'permission', anyOf: ['FLOW:EXECUTE', 'EXECUTION:CREATE'] } as const;
const needs = (...actions: readonly string[]) =>
  ({ kind: 'permission', anyOf: actions.map((action) => `EXECUTION:${action}` as const) }) as const;

const flag = z.union([z.boolean(), z.enum(['true', 'false'])]).transform((value) => value === true || value === 'true');
const oneOrMany = z.union([z.string(), z.array(z.string())]);
const byId = z.object({ executionId: z.string() });
const idKinds = { executionId: 'executionId' } as const;
const byTaskRun = z.object({ executionId: z.string(), taskRunId: z.string() });
const taskRunKinds = { executionId: 'executionId', taskRunId: 'taskRunId' } as const;
const ofFlow = z.object({ namespace: z.string(), id: z.string() });
const flowKinds = { namespace: 'namespace', id: 'flowId' } as const;

const filterFields = [
  'q',
  'namespace',
  'flowId',
  'id',
  'state',
  'labels',
  'startDate',
  'endDate',
  'timeRange',
  'kind',
  'parentId',
  'triggerExecutionId',
  'scope',
  'childFilter',
] as const;
const sortFields = [
  'id',
  'state.startDate',
  'state.endDate',
  'state.duration',
  'state.current',
  'namespace',
  'flowId',
] as const;

const execution = { status: 200, kind: 'json', schema: executionSchema } as const;
const nothing = { status: 204, kind: 'empty', schema: z.undefined() } as const;
const count = { status: 200, kind: 'json', schema: z.object({ count: z.number() }) } as const;
const bulkReply = {
  status: 200,
  kind: 'json',
  schema: z.object({ count: z.number(), operationId: z.string(), totalItems: z.number() }),
} as const;
const ids = { kind: 'json', schema: z.array(z.string()) } as const;
const form = { kind: 'multipart', schema: formSchema, optional: true } as const;
const labels = { kind: 'json', schema: z.array(labelSchema) } as const;
const flowForExecution = z.looseObject({ id: z.string(), namespace: z.string(), revision: z.number() });

const deletion = z.object({
  includeNonTerminated: flag.default(false),
  deleteLogs: flag.default(true),
  deleteMetrics: flag.default(true),
  deleteStorage: flag.default(true),
});
const replayQuery = z.object({
  taskRunId: z
    .string()
    .optional()
    .transform((id) => (id === '' ? undefined : id)),
  revision: z.coerce.number().int().min(1).optional(),
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
    params: byId,
    parameterKinds: idKinds,
    errors: [409],
  }) as const;

/** The same on many: `…/<name>/by-ids` and `…/<name>/by-query`. */
const many = (name: string, by: 'ids' | 'query', operationId: string, permission: string) =>
  ({
    ...base,
    operationId,
    summary: `${name[0]!.toUpperCase()}${name.slice(1)} ${by === 'ids' ? 'the executions named' : 'the executions that match'}`,
    method: name === 'kill' ? 'DELETE' : 'POST',
    path: `/executions/${name}/by-${by}`,
    access: needs(permission),
    reply: bulkReply,
    errors: [400],
  }) as const;

const matching = <Extra extends z.ZodObject>(extra?: Extra) =>
  searchQuery({ fields: filterFields, mutating: true }, extra);

export const executionRoutes = {
  search: defineRoute({
    ...base,
    operationId: 'searchExecutions',
    summary: 'Search executions, newest first',
    method: 'GET',
    path: '/executions/search',
    access: needs('LIST'),
    query: searchQuery({ fields: filterFields, sort: sortFields }),
    reply: { status: 200, kind: 'json', schema: paged(lightExecutionSchema) },
  }),
  searchByFlow: defineRoute({
    ...base,
    operationId: 'searchExecutionsByFlowId',
    summary: 'Executions of a flow, newest first',
    method: 'GET',
    path: '/executions',
    access: needs('LIST'),
    query: searchQuery(
      { fields: filterFields, sort: sortFields },
      z.object({ namespace: z.string(), flowId: z.string() }),
    ),
    reply: { status: 200, kind: 'json', schema: paged(lightExecutionSchema) },
  }),
  latest: defineRoute({
    ...base,
    operationId: 'getLatestExecutions',
    summary: 'The newest execution of each flow named',
    method: 'POST',
    path: '/executions/latest',
    access: needs('LIST'),
    body: { kind: 'json', schema: z.array(z.object({ namespace: z.string(), id: z.string() })) },
    reply: {
      status: 200,
      kind: 'json',
      schema: z.array(
        z.object({
          id: z.string(),
          flowId: z.string(),
          namespace: z.string(),
          startDate: z.string(),
          status: stateNameSchema,
        }),
      ),
    },
    safe: true,
  }),
  namespaces: defineRoute({
    ...base,
    operationId: 'listExecutableDistinctNamespaces',
    summary: 'Namespaces with flows that the caller may execute',
    method: 'GET',
    path: '/executions/namespaces',
    access: mayExecute,
    reply: { status: 200, kind: 'json', schema: z.array(z.string()) },
  }),
  flowsOfNamespace: defineRoute({
    ...base,
    operationId: 'listFlowExecutionsByNamespace',
    summary: 'Flows of a namespace that the caller may execute',
    method: 'GET',
    path: '/executions/namespaces/{namespace}/flows',
    access: mayExecute,
    params: z.object({ namespace: z.string() }),
    parameterKinds: { namespace: 'namespace' },
    reply: { status: 200, kind: 'json', schema: z.array(flowForExecution) },
  }),
  flowToExecute: defineRoute({
    ...base,
    operationId: 'getFlowFromExecution',
    summary: 'A flow as those see it who may execute it',
    method: 'GET',
    path: '/executions/flows/{namespace}/{id}',
    access: mayExecute,
    params: ofFlow,
    parameterKinds: flowKinds,
    query: z.object({ revision: z.coerce.number().int().min(1).optional() }),
    reply: { status: 200, kind: 'json', schema: flowForExecution },
  }),
  distinctValues: defineRoute({
    ...base,
    operationId: 'findDistinctFieldValues',
    summary: 'Values of a field among the newest executions that match',
    method: 'GET',
    path: '/executions/distinct-field-values',
    access: needs('LIST'),
    query: searchQuery(
      { fields: filterFields },
      z.object({
        field: z.enum(['namespace', 'flowId', 'state']),
        size: z.coerce.number().int().min(1).default(1_000),
      }),
    ),
    reply: { status: 200, kind: 'json', schema: z.array(z.string()) },
  }),
  exportCsv: defineRoute({
    ...base,
    operationId: 'exportExecutions',
    summary: 'Executions that match as CSV',
    method: 'GET',
    path: '/executions/export/by-query/csv',
    access: needs('EXPORT'),
    query: searchQuery({ fields: filterFields }),
    reply: { status: 200, kind: 'file', schema: z.string() },
  }),

  deleteByIds: defineRoute({
    ...base,
    operationId: 'deleteExecutionsByIds',
    summary: 'Delete the executions named',
    method: 'DELETE',
    path: '/executions/by-ids',
    access: needs('DELETE'),
    query: deletion,
    body: ids,
    reply: count,
    errors: [400],
  }),
  deleteByQuery: defineRoute({
    ...base,
    operationId: 'deleteExecutionsByQuery',
    summary: 'Delete the executions that match',
    method: 'DELETE',
    path: '/executions/by-query',
    access: needs('DELETE'),
    query: matching(deletion),
    reply: count,
  }),
  changeStatusByIds: defineRoute({
    ...many('change-status', 'ids', 'updateExecutionsStatusByIds', 'UPDATE'),
    query: z.object({ newStatus: stateNameSchema }),
    body: ids,
  }),
  changeStatusByQuery: defineRoute({
    ...many('change-status', 'query', 'updateExecutionsStatusByQuery', 'UPDATE'),
    query: matching(z.object({ newStatus: stateNameSchema })),
  }),
  forceRunByIds: defineRoute({ ...many('force-run', 'ids', 'forceRunByIds', 'FORCE_RUN'), body: ids }),
  forceRunByQuery: defineRoute({
    ...many('force-run', 'query', 'forceRunExecutionsByQuery', 'FORCE_RUN'),
    query: matching(),
  }),
  killByIds: defineRoute({ ...many('kill', 'ids', 'killExecutionsByIds', 'KILL'), body: ids }),
  killByQuery: defineRoute({ ...many('kill', 'query', 'killExecutionsByQuery', 'KILL'), query: matching() }),
  setLabelsByIds: defineRoute({
    ...many('labels', 'ids', 'setLabelsOnTerminatedExecutionsByIds', 'CHANGE_LABELS'),
    summary: 'Give labels to the executions named',
    body: {
      kind: 'json',
      schema: z.object({ executionsId: z.array(z.string()), executionLabels: z.array(labelSchema) }),
    },
  }),
  setLabelsByQuery: defineRoute({
    ...many('labels', 'query', 'setLabelsOnTerminatedExecutionsByQuery', 'CHANGE_LABELS'),
    summary: 'Give labels to the executions that match',
    query: matching(),
    body: labels,
  }),
  pauseByIds: defineRoute({ ...many('pause', 'ids', 'pauseExecutionsByIds', 'PAUSE'), body: ids }),
  pauseByQuery: defineRoute({ ...many('pause', 'query', 'pauseExecutionsByQuery', 'PAUSE'), query: matching() }),
  replayByIds: defineRoute({
    ...many('replay', 'ids', 'replayExecutionsByIds', 'REPLAY'),
    query: z.object({ latestRevision: flag.default(false) }),
    body: ids,
  }),
  replayByQuery: defineRoute({
    ...many('replay', 'query', 'replayExecutionsByQuery', 'REPLAY'),
    query: matching(z.object({ latestRevision: flag.default(false) })),
  }),
  restartByIds: defineRoute({ ...many('restart', 'ids', 'restartExecutionsByIds', 'RESTART'), body: ids }),
  restartByQuery: defineRoute({
    ...many('restart', 'query', 'restartExecutionsByQuery', 'RESTART'),
    query: matching(),
  }),
  resumeByIds: defineRoute({ ...many('resume', 'ids', 'resumeExecutionsByIds', 'RESUME'), body: ids }),
  resumeByQuery: defineRoute({ ...many('resume', 'query', 'resumeExecutionsByQuery', 'RESUME'), query: matching() }),
  unqueueByIds: defineRoute({
    ...many('unqueue', 'ids', 'unqueueExecutionsByIds', 'UNQUEUE'),
    query: z.object({ state: stateNameSchema.default('RUNNING') }),
    body: ids,
  }),
  unqueueByQuery: defineRoute({
    ...many('unqueue', 'query', 'unqueueExecutionsByQuery', 'UNQUEUE'),
    query: matching(z.object({ newState: stateNameSchema.default('RUNNING') })),
  }),

  get: defineRoute({
    ...base,
    operationId: 'getExecution',
    summary: 'An execution with its task runs',
    method: 'GET',
    path: '/executions/{executionId}',
    access: needs('VIEW'),
    params: byId,
    parameterKinds: idKinds,
    reply: execution,
  }),
  waiting: defineRoute({
    ...base,
    operationId: 'getExecutionWaiting',
    summary: 'Why an execution or a task run of it is not running; empty when nothing waits',
    method: 'GET',
    path: '/executions/{executionId}/waiting',
    access: needs('VIEW'),
    params: byId,
    parameterKinds: idKinds,
    reply: { status: 200, kind: 'json', schema: z.array(waitingReasonSchema) },
  }),
  taskRuns: defineRoute({
    ...base,
    operationId: 'listTaskRuns',
    summary: 'Task runs of an execution in order of creation',
    method: 'GET',
    path: '/executions/{executionId}/taskruns',
    access: needs('VIEW'),
    params: byId,
    parameterKinds: idKinds,
    query: z.object({
      page: z.coerce.number().int().min(1).default(1),
      size: z.coerce.number().int().min(1).max(10_000).default(100),
    }),
    reply: { status: 200, kind: 'json', schema: paged(taskRunSchema) },
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteExecution',
    summary: 'Delete an ended execution',
    method: 'DELETE',
    path: '/executions/{executionId}',
    access: needs('DELETE'),
    params: byId,
    parameterKinds: idKinds,
    query: deletion.omit({ includeNonTerminated: true }),
    reply: nothing,
    errors: [409],
  }),
  follow: defineRoute({
    ...base,
    operationId: 'followExecution',
    summary: 'An execution as it changes, until its end',
    method: 'GET',
    path: '/executions/{executionId}/follow',
    access: needs('FOLLOW', 'VIEW'),
    params: byId,
    parameterKinds: idKinds,
    query: z.object({ delta: flag.default(false) }),
    reply: { status: 200, kind: 'stream', schema: executionSchema },
  }),
  flow: defineRoute({
    ...base,
    operationId: 'getFlowFromExecutionById',
    summary: 'The flow that an execution runs',
    method: 'GET',
    path: '/executions/{executionId}/flow',
    access: needs('VIEW'),
    params: byId,
    parameterKinds: idKinds,
    reply: { status: 200, kind: 'json', schema: flowForExecution },
  }),
  file: defineRoute({
    ...base,
    operationId: 'downloadFileFromExecution',
    summary: 'A file of an execution',
    method: 'GET',
    path: '/executions/{executionId}/file',
    access: needs('ACCESS_FILES'),
    params: byId,
    parameterKinds: idKinds,
    query: z.object({ path: z.string() }),
    reply: { status: 200, kind: 'file', schema: z.string() },
  }),
  fileMetas: defineRoute({
    ...base,
    operationId: 'getFileMetadatasFromExecution',
    summary: 'The size of a file of an execution',
    method: 'GET',
    path: '/executions/{executionId}/file/metas',
    access: needs('ACCESS_FILES'),
    params: byId,
    parameterKinds: idKinds,
    query: z.object({ path: z.string() }),
    reply: { status: 200, kind: 'json', schema: z.object({ size: z.number() }) },
  }),
  filePreview: defineRoute({
    ...base,
    operationId: 'previewFileFromExecution',
    summary: 'The beginning of a file of an execution',
    method: 'GET',
    path: '/executions/{executionId}/file/preview',
    access: needs('ACCESS_FILES'),
    params: byId,
    parameterKinds: idKinds,
    query: z.object({
      path: z.string(),
      maxRows: z.coerce.number().int().min(1).max(10_000).default(100),
    }),
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({
        extension: z.string(),
        type: z.enum(['TEXT', 'IMAGE']),
        content: z.string(),
        truncated: z.boolean(),
      }),
    },
  }),

  changeStatus: defineRoute({
    ...action('change-status', 'updateExecutionStatus', 'Give an ended execution another final state', 'UPDATE'),
    query: z.object({ status: stateNameSchema }),
    reply: execution,
  }),
  eval: defineRoute({
    ...action('eval', 'evalExpression', 'Render an expression in the context of an execution', 'ACCESS_OUTPUTS'),
    body: { kind: 'text', schema: z.string() },
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({ result: z.string().optional(), error: z.string().optional() }),
    },
    safe: true,
  }),
  evalTaskRun: defineRoute({
    ...action(
      'eval/{taskRunId}',
      'evalTaskRunExpression',
      'Render an expression as a task run sees it',
      'ACCESS_OUTPUTS',
    ),
    params: byTaskRun,
    parameterKinds: taskRunKinds,
    body: { kind: 'text', schema: z.string() },
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({ result: z.string().optional(), error: z.string().optional() }),
    },
    safe: true,
  }),
  forceRun: defineRoute({
    ...action('force-run', 'forceRunExecution', 'Run an execution without waiting any longer', 'FORCE_RUN'),
    reply: execution,
  }),
  kill: defineRoute({
    ...action('kill', 'killExecution', 'End an execution', 'KILL'),
    query: z.object({ isOnKillCascade: flag.default(true) }),
    reply: { status: 202, kind: 'json', schema: executionSchema },
  }),
  setLabels: defineRoute({
    ...action('labels', 'setLabelsOnTerminatedExecution', 'Add labels or change them', 'CHANGE_LABELS'),
    body: labels,
    reply: execution,
  }),
  pause: defineRoute({
    ...action('pause', 'pauseExecution', 'Start no further task until it is resumed', 'PAUSE'),
    reply: execution,
  }),
  replay: defineRoute({
    ...action('replay', 'replayExecution', 'A new execution from the start, or from a task run on', 'REPLAY'),
    query: replayQuery,
    reply: execution,
  }),
  replayWithInputs: defineRoute({
    ...action('replay-with-inputs', 'replayExecutionWithinputs', 'As a replay, with other inputs', 'REPLAY'),
    query: replayQuery,
    body: form,
    reply: execution,
  }),
  restart: defineRoute({
    ...action('restart', 'restartExecution', 'Begin what failed again', 'RESTART'),
    query: z.object({ revision: z.coerce.number().int().min(1).optional() }),
    reply: execution,
  }),
  resume: defineRoute({
    ...action('resume', 'resumeExecution', 'Go on with a paused execution', 'RESUME'),
    body: form,
    reply: execution,
  }),
  resumeFromBreakpoint: defineRoute({
    ...action('resume-from-breakpoint', 'resumeExecutionFromBreakpoint', 'Go on past a breakpoint', 'RESUME'),
    reply: execution,
  }),
  validateResume: defineRoute({
    ...action('resume/validate', 'validateResumeExecutionInputs', 'Check the inputs of a resume', 'RESUME'),
    body: form,
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

  create: defineRoute({
    ...base,
    operationId: 'createExecution',
    summary: 'Start an execution; the fields of the form are its inputs',
    method: 'POST',
    path: '/executions/{namespace}/{id}',
    access: mayExecute,
    params: ofFlow,
    parameterKinds: flowKinds,
    query: z.object({
      labels: oneOrMany.optional(),
      wait: flag.default(false),
      revision: z.coerce.number().int().min(1).optional(),
      scheduleDate: z.iso.datetime({ offset: true }).optional(),
      breakpoints: z.string().optional(),
      kind: z.enum(['NORMAL', 'TEST', 'PLAYGROUND']).optional(),
    }),
    body: form,
    reply: execution,
    errors: [409],
  }),
  validate: defineRoute({
    ...base,
    operationId: 'validateNewExecutionInputs',
    summary: 'Check the inputs of an execution without starting it',
    method: 'POST',
    path: '/executions/{namespace}/{id}/validate',
    access: mayExecute,
    params: ofFlow,
    parameterKinds: flowKinds,
    query: z.object({ labels: oneOrMany.optional(), revision: z.coerce.number().int().min(1).optional() }),
    body: form,
    reply: { status: 200, kind: 'json', schema: inputValidationSchema },
    errors: [409],
    safe: true,
  }),
};

const outputsBase = { tag: 'Outputs', level: 'tenant', access: needs('ACCESS_OUTPUTS') } as const;

export const outputRoutes = {
  list: defineRoute({
    ...outputsBase,
    operationId: 'getTaskOutputsInformation',
    summary: 'Which task runs of an execution have outputs',
    method: 'GET',
    path: '/outputs/{executionId}',
    params: byId,
    parameterKinds: idKinds,
    reply: {
      status: 200,
      kind: 'json',
      schema: z.array(
        z.object({
          taskRunId: z.string(),
          taskId: z.string(),
          value: z.string().optional(),
          iteration: z.number().optional(),
        }),
      ),
    },
  }),
  get: defineRoute({
    ...outputsBase,
    operationId: 'getTaskRunOutputs',
    summary: 'Outputs of a task run',
    method: 'GET',
    path: '/outputs/{executionId}/{taskRunId}',
    params: byTaskRun,
    parameterKinds: taskRunKinds,
    reply: { status: 200, kind: 'json', schema: z.record(z.string(), z.unknown()) },
  }),
};
