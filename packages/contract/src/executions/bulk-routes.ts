/** Operations on many executions at once. */
import { z } from 'zod';
import { labelSchema, stateNameSchema } from '../execution-shapes.ts';
import { flag } from '../query-values.ts';
import { bulkReply, countReply } from '../replies.ts';
import { defineRoute, type AnyRoute, type NoShape } from '../route.ts';
import { searchQuery } from '../search-query.ts';
import { base, deletion, filterFields, needs } from './execution-route.ts';

const ids = { kind: 'json', schema: z.array(z.string()) } as const;

/**
 * An operation on many executions, once on those named and once on those that match:
 * `/executions/<name>/by-ids` and `…/by-query`. `extra` is the query that both take besides, `makes` as a route has it.
 */
function onMany<Extra extends z.ZodObject = NoShape>(
  name: string,
  operation: string,
  permission: string,
  extra?: Extra,
  makes?: AnyRoute['makes'],
) {
  const title = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  const shared = {
    ...base,
    method: name === 'kill' ? 'DELETE' : 'POST',
    access: needs(permission),
    reply: bulkReply,
    errors: [400],
    ...(makes !== undefined && { makes }),
  } as const;
  return {
    byIds: defineRoute({
      ...shared,
      operationId: `${operation}ByIds`,
      summary: `${title} the executions named`,
      path: `/executions/${name}/by-ids`,
      ...(extra !== undefined && { query: extra }),
      body: ids,
    }),
    byQuery: defineRoute({
      ...shared,
      operationId: `${operation}ByQuery`,
      summary: `${title} the executions that match`,
      path: `/executions/${name}/by-query`,
      query: matching(extra),
    }),
  };
}

function matching<Extra extends z.ZodObject>(extra?: Extra) {
  return searchQuery({ fields: filterFields, mutating: true }, extra);
}

const changeStatus = onMany(
  'change-status',
  'updateExecutionsStatus',
  'UPDATE',
  z.object({ newStatus: stateNameSchema }),
);
const forceRun = onMany('force-run', 'forceRunExecutions', 'FORCE_RUN');
const kill = onMany('kill', 'killExecutions', 'KILL');
const setLabels = onMany('labels', 'setLabelsOnTerminatedExecutions', 'CHANGE_LABELS');
const pause = onMany('pause', 'pauseExecutions', 'PAUSE');
const replay = onMany(
  'replay',
  'replayExecutions',
  'REPLAY',
  z.object({ latestRevision: flag.default(false) }),
  'in-steps',
);
const restart = onMany('restart', 'restartExecutions', 'RESTART');
const resume = onMany('resume', 'resumeExecutions', 'RESUME');
const unqueue = onMany('unqueue', 'unqueueExecutions', 'UNQUEUE');

export const executionBulkRoutes = {
  deleteByIds: defineRoute({
    ...base,
    operationId: 'deleteExecutionsByIds',
    summary: 'Delete the executions named',
    method: 'DELETE',
    path: '/executions/by-ids',
    access: needs('DELETE'),
    query: deletion,
    body: ids,
    reply: countReply,
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
    reply: countReply,
  }),
  changeStatusByIds: changeStatus.byIds,
  changeStatusByQuery: changeStatus.byQuery,
  forceRunByIds: { ...forceRun.byIds, operationId: 'forceRunByIds' },
  forceRunByQuery: forceRun.byQuery,
  killByIds: kill.byIds,
  killByQuery: kill.byQuery,
  setLabelsByIds: defineRoute({
    ...setLabels.byIds,
    summary: 'Give labels to the executions named',
    body: {
      kind: 'json',
      schema: z.object({ executionsId: z.array(z.string()), executionLabels: z.array(labelSchema) }),
    },
  }),
  setLabelsByQuery: defineRoute({
    ...setLabels.byQuery,
    summary: 'Give labels to the executions that match',
    body: { kind: 'json', schema: z.array(labelSchema) },
  }),
  pauseByIds: pause.byIds,
  pauseByQuery: pause.byQuery,
  replayByIds: replay.byIds,
  replayByQuery: replay.byQuery,
  restartByIds: restart.byIds,
  restartByQuery: restart.byQuery,
  resumeByIds: resume.byIds,
  resumeByQuery: resume.byQuery,
  unqueueByIds: defineRoute({
    ...unqueue.byIds,
    query: z.object({ state: stateNameSchema.default('RUNNING') }),
  }),
  unqueueByQuery: defineRoute({
    ...unqueue.byQuery,
    query: matching(z.object({ newState: stateNameSchema.default('RUNNING') })),
  }),
};
