import { z } from 'zod';
import { labelSchema } from './execution-shapes.ts';
import { pathParameters } from './path-parameters.ts';
import { permissionOn } from './permission.ts';
import { bulkReply, fileReply, noContent } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

const ofTrigger = pathParameters({ namespace: 'namespace', flowId: 'flowId', triggerId: 'triggerId' });
const base = { tag: 'Triggers', level: 'tenant' } as const;
const needs = permissionOn('TRIGGER');

const anyMap = z.record(z.string(), z.json());
const nameSchema = ofTrigger.params;

const backfillSchema = z.object({
  start: z.string(),
  end: z.string(),
  currentDate: z.string(),
  paused: z.boolean(),
  inputs: anyMap.optional(),
  labels: z.array(labelSchema).optional(),
});

const evaluationSchema = z.object({
  date: z.string(),
  outcome: z.enum(['FIRED', 'SKIPPED', 'FAILED']),
  reason: z.string(),
  /** What it started. */
  executionId: z.string().optional(),
  /** The date of the schedule that was evaluated. */
  scheduledDate: z.string().optional(),
  durationMs: z.number().optional(),
});

export const triggerStateSchema = nameSchema.extend({
  updatedAt: z.string(),
  disabled: z.boolean(),
  /** Whether it waits for the execution that it started last. */
  locked: z.boolean(),
  executionId: z.string().optional(),
  lastTriggeredDate: z.string().optional(),
  nextEvaluationDate: z.string().optional(),
  /** The same under the names of older clients. */
  date: z.string().optional(),
  nextExecutionDate: z.string().optional(),
  evaluatedAt: z.string().optional(),
  /** How the last evaluation went, and why. */
  lastEvaluation: evaluationSchema.optional(),
  backfill: backfillSchema.optional(),
  kind: z.enum(['SCHEDULE', 'POLLING', 'REALTIME']),
});

const backfillBody = z.object({
  start: z.string(),
  end: z.string().nullish(),
  inputs: anyMap.nullish(),
  labels: z.array(labelSchema).nullish(),
});
const state = { status: 200, kind: 'json', schema: triggerStateSchema } as const;
const fields = [
  'q',
  'namespace',
  'flowId',
  'triggerId',
  'triggerState',
  'nextExecutionDate',
  'lastTriggeredDate',
  'scope',
] as const;
const sort = [
  'id',
  'triggerId',
  'flowId',
  'namespace',
  'nextEvaluationDate',
  'nextExecutionDate',
  'lastTriggeredDate',
] as const;
const query = searchQuery({ fields, sort });
const mutating = searchQuery({ fields, mutating: true });
const names = { kind: 'json', schema: z.array(nameSchema) } as const;
const errors = [409] as const;

/** One trigger, several by name, all that match: the same change three times. */
function changes(operation: string, path: string, action: string, summary: string) {
  return {
    byTriggers: defineRoute({
      ...base,
      operationId: `${operation}ByIds`,
      summary: `${summary}, of several triggers`,
      method: 'POST',
      path: `/triggers/${path}/by-triggers`,
      access: needs(action),
      body: names,
      reply: bulkReply,
    }),
    byQuery: defineRoute({
      ...base,
      operationId: `${operation}ByQuery`,
      summary: `${summary}, of all triggers that match`,
      method: 'POST',
      path: `/triggers/${path}/by-query`,
      access: needs(action),
      query: mutating,
      reply: bulkReply,
    }),
  };
}

const unlock = changes('unlockTriggers', 'unlock', 'UNLOCK', 'Stop waiting for the last execution');
const pauseBackfill = changes('pauseBackfill', 'backfill/pause', 'BACKFILL', 'Pause the backfill');
const unpauseBackfill = changes('unpauseBackfill', 'backfill/unpause', 'BACKFILL', 'Go on with the backfill');
const deleteBackfill = changes('deleteBackfill', 'backfill/delete', 'BACKFILL', 'End the backfill');

export const triggerRoutes = {
  search: defineRoute({
    ...base,
    operationId: 'searchTriggers',
    summary: 'Find schedules and polling triggers with what comes next',
    method: 'GET',
    path: '/triggers/search',
    access: needs('LIST'),
    query: searchQuery(
      {
        fields: [...fields, 'startDate', 'endDate', 'timeRange'],
        sort,
      },
      z.object({
        dateFilter: z
          .enum(['NEXT_EXECUTION_DATE', 'LAST_TRIGGERED_DATE'])
          .default('NEXT_EXECUTION_DATE')
          .describe('The date that the interval of startDate, endDate and timeRange applies to.'),
      }),
    ),
    reply: {
      status: 200,
      kind: 'json',
      schema: paged(
        z.object({ trigger: z.looseObject({ id: z.string(), type: z.string() }), state: triggerStateSchema }),
      ),
    },
  }),
  ofFlow: defineRoute({
    ...base,
    operationId: 'searchTriggersForFlow',
    summary: 'Schedules and polling triggers of a flow',
    method: 'GET',
    path: '/triggers/{namespace}/{flowId}',
    access: needs('VIEW', 'LIST'),
    ...pathParameters({ namespace: 'namespace', flowId: 'flowId' }),
    query,
    reply: { status: 200, kind: 'json', schema: paged(triggerStateSchema) },
  }),
  evaluations: defineRoute({
    ...base,
    operationId: 'searchTriggerEvaluations',
    summary: 'How a trigger was evaluated, newest first; what went alike one time after the other is one entry',
    method: 'GET',
    path: '/triggers/{namespace}/{flowId}/{triggerId}/evaluations',
    access: needs('VIEW'),
    ...ofTrigger,
    query: searchQuery({ fields: [] }),
    reply: {
      status: 200,
      kind: 'json',
      schema: paged(evaluationSchema.extend({ count: z.number(), firstDate: z.string() })),
    },
  }),
  setDisabled: defineRoute({
    ...base,
    operationId: 'disabledTriggerById',
    summary: 'Switch a trigger off or on',
    method: 'PUT',
    path: '/triggers/set-disabled',
    access: needs('DISABLE', 'ENABLE'),
    body: { kind: 'json', schema: nameSchema.extend({ disabled: z.boolean() }) },
    reply: state,
    errors,
  }),
  setDisabledByTriggers: defineRoute({
    ...base,
    operationId: 'disabledTriggersByIds',
    summary: 'Switch several triggers off or on',
    method: 'POST',
    path: '/triggers/set-disabled/by-triggers',
    access: needs('DISABLE', 'ENABLE'),
    body: { kind: 'json', schema: z.object({ triggers: z.array(nameSchema), disabled: z.boolean() }) },
    reply: bulkReply,
  }),
  setDisabledByQuery: defineRoute({
    ...base,
    operationId: 'disabledTriggersByQuery',
    summary: 'Switch all triggers that match off or on',
    method: 'POST',
    path: '/triggers/set-disabled/by-query',
    access: needs('DISABLE', 'ENABLE'),
    query: searchQuery({ fields, mutating: true }, z.object({ disabled: z.enum(['true', 'false']).default('true') })),
    reply: bulkReply,
  }),
  unlock: defineRoute({
    ...base,
    operationId: 'unlockTrigger',
    summary: 'Let a trigger stop waiting for the execution that it started last',
    method: 'POST',
    path: '/triggers/{namespace}/{flowId}/{triggerId}/unlock',
    access: needs('UNLOCK'),
    ...ofTrigger,
    reply: state,
    errors,
  }),
  unlockByTriggers: unlock.byTriggers,
  unlockByQuery: unlock.byQuery,
  restart: defineRoute({
    ...base,
    operationId: 'restartTrigger',
    summary: 'Let a trigger begin anew',
    method: 'POST',
    path: '/triggers/{namespace}/{flowId}/{triggerId}/restart',
    access: needs('RESTART'),
    ...ofTrigger,
    reply: state,
    errors,
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteTrigger',
    summary: 'Forget what is remembered of a trigger',
    method: 'DELETE',
    path: '/triggers/{namespace}/{flowId}/{triggerId}',
    access: needs('DELETE'),
    ...ofTrigger,
    reply: noContent,
    errors,
  }),
  deleteByTriggers: defineRoute({
    ...base,
    operationId: 'deleteTriggersByIds',
    summary: 'Forget what is remembered of several triggers',
    method: 'DELETE',
    path: '/triggers/delete/by-triggers',
    access: needs('DELETE'),
    body: names,
    reply: bulkReply,
  }),
  deleteByQuery: defineRoute({
    ...base,
    operationId: 'deleteTriggersByQuery',
    summary: 'Forget what is remembered of all triggers that match',
    method: 'DELETE',
    path: '/triggers/delete/by-query',
    access: needs('DELETE'),
    query: mutating,
    reply: bulkReply,
  }),
  exportCsv: defineRoute({
    ...base,
    operationId: 'exportTriggers',
    summary: 'Triggers that match as CSV',
    method: 'GET',
    path: '/triggers/export/by-query/csv',
    access: needs('EXPORT'),
    query: searchQuery({ fields }),
    reply: fileReply,
  }),
  createBackfill: defineRoute({
    ...base,
    operationId: 'createBackfill',
    summary: 'Make up for past dates',
    method: 'PUT',
    path: '/triggers/backfill/create',
    access: needs('BACKFILL'),
    body: { kind: 'json', schema: nameSchema.extend({ backfill: backfillBody }) },
    reply: state,
    errors,
  }),
  pauseBackfill: defineRoute({
    ...base,
    operationId: 'pauseBackfill',
    summary: 'Pause the backfill of a trigger',
    method: 'PUT',
    path: '/triggers/backfill/pause',
    access: needs('BACKFILL'),
    body: { kind: 'json', schema: nameSchema },
    reply: state,
    errors,
  }),
  pauseBackfillByTriggers: pauseBackfill.byTriggers,
  pauseBackfillByQuery: pauseBackfill.byQuery,
  unpauseBackfill: defineRoute({
    ...base,
    operationId: 'unpauseBackfill',
    summary: 'Go on with the backfill of a trigger',
    method: 'PUT',
    path: '/triggers/backfill/unpause',
    access: needs('BACKFILL'),
    body: { kind: 'json', schema: nameSchema },
    reply: state,
    errors,
  }),
  unpauseBackfillByTriggers: unpauseBackfill.byTriggers,
  unpauseBackfillByQuery: unpauseBackfill.byQuery,
  deleteBackfill: defineRoute({
    ...base,
    operationId: 'deleteBackfill',
    summary: 'End the backfill of a trigger',
    method: 'POST',
    path: '/triggers/backfill/delete',
    access: needs('BACKFILL'),
    body: { kind: 'json', schema: nameSchema },
    reply: state,
    errors,
  }),
  deleteBackfillByTriggers: deleteBackfill.byTriggers,
  deleteBackfillByQuery: deleteBackfill.byQuery,
  update: defineRoute({
    ...base,
    operationId: 'updateTrigger',
    summary: 'Older form: a whole trigger, whose switch is set, or whose backfill is made',
    method: 'PUT',
    path: '/triggers',
    access: needs('DISABLE', 'ENABLE', 'BACKFILL'),
    body: {
      kind: 'json',
      schema: nameSchema.extend({ disabled: z.boolean().nullish(), backfill: backfillBody.nullish() }),
    },
    reply: state,
    errors,
  }),
};
