/** The same operation on many executions. */
import { routes, type AnyRoute } from '@windhover/contract';
import type { QueryFilter, StateName } from '@windhover/model';
import {
  actByIds,
  actByQuery,
  changeStatus,
  checkRestart,
  checkResume,
  checkStatusChange,
  deleteExecution,
  forceRun,
  killExecution,
  pauseExecution,
  replayExecution,
  restartExecution,
  resumeExecution,
  setLabels,
  unqueueExecution,
  type BulkOperation,
} from '@windhover/services';
import { route } from '../handler.ts';
import { idempotencyKeyOf } from '../repeatable-call.ts';
import { emptyForm } from './empty-form.ts';
import type { InTenant } from './execution-replies.ts';

const { executions } = routes;

type Act = (call: InTenant, executionId: string) => Promise<unknown>;

const kill: BulkOperation = { permission: 'EXECUTION:KILL', action: 'kill' };
const pause: BulkOperation = { permission: 'EXECUTION:PAUSE', action: 'pause' };
const resume: BulkOperation = { permission: 'EXECUTION:RESUME', action: 'resume' };
const restart: BulkOperation = { permission: 'EXECUTION:RESTART', action: 'restart' };
const replay: BulkOperation = { permission: 'EXECUTION:REPLAY' };
const remove: BulkOperation = { permission: 'EXECUTION:DELETE', action: 'delete' };
const removeAny: BulkOperation = { permission: 'EXECUTION:DELETE' };
const status: BulkOperation = { permission: 'EXECUTION:UPDATE', action: 'changeStatus' };
const force: BulkOperation = { permission: 'EXECUTION:FORCE_RUN', action: 'forceRun' };
const unqueue: BulkOperation = { permission: 'EXECUTION:UNQUEUE', action: 'unqueue' };
const relabel: BulkOperation = { permission: 'EXECUTION:CHANGE_LABELS' };

async function byIds(call: InTenant, ids: readonly string[], operation: BulkOperation, act: Act, check?: Act) {
  const checkOne = check && ((id: string) => check(call, id));
  return bulkReply(call, await actByIds(call.scope, call.caller, ids, operation, (id) => act(call, id), checkOne));
}

async function byQuery(call: InTenant, filters: readonly QueryFilter[], operation: BulkOperation, act: Act) {
  const { deps, scope, caller } = call;
  return bulkReply(call, await actByQuery(deps, scope, caller, filters, operation, (id) => act(call, id)));
}

/** Both eras' names of the same number; it is done when it is answered, so the operation's id is for the log only. */
function bulkReply({ deps }: InTenant, count: number) {
  return { count, operationId: deps.ids.next(), totalItems: count };
}

const doKill: Act = ({ deps, scope, caller }, id) => killExecution(deps, scope, caller, id);
const doPause: Act = ({ deps, scope, caller }, id) => pauseExecution(deps, scope, caller, id);
const doResume: Act = ({ deps, scope, caller }, id) => resumeExecution(deps, scope, caller, id, emptyForm());
const doRestart: Act = ({ deps, tenant, scope, caller }, id) => restartExecution(deps, tenant, scope, caller, id);
const canResume: Act = ({ deps, scope, caller }, id) => checkResume(deps, scope, caller, id, emptyForm());
const canRestart: Act = ({ deps, tenant, scope, caller }, id) => checkRestart(deps, tenant, scope, caller, id);
const doForce: Act = ({ deps, scope, caller }, id) => forceRun(deps, scope, caller, id);
const doReplay =
  ({ operationId }: AnyRoute, latest: boolean, idempotencyKey: string | undefined): Act =>
  ({ deps, tenant, scope, caller }, id) =>
    replayExecution(deps, tenant, scope, caller, id, {
      ...(latest ? { revision: 'latest' } : {}),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey: `${operationId}/${idempotencyKey}`, isOfMany: true }),
    });
const doStatus =
  (state: string): Act =>
  ({ deps, scope, caller }, id) =>
    changeStatus(deps, scope, caller, id, state as StateName);
const canTake =
  (state: string): Act =>
  ({ scope, caller }, id) =>
    checkStatusChange(scope, caller, id, state as StateName);
const doUnqueue =
  (state: string): Act =>
  ({ deps, scope, caller }, id) =>
    unqueueExecution(deps, scope, caller, id, state as StateName);
const doLabels =
  (labels: Parameters<typeof setLabels>[4]): Act =>
  ({ deps, scope, caller }, id) =>
    setLabels(deps, scope, caller, id, labels);

interface Deletion {
  readonly includeNonTerminated: boolean;
  readonly deleteLogs: boolean;
  readonly deleteMetrics: boolean;
  readonly deleteStorage: boolean;
}

const doDelete =
  (options: Deletion): Act =>
  ({ deps, scope, caller }, id) =>
    deleteExecution(deps, scope, caller, id, {
      logs: options.deleteLogs,
      metrics: options.deleteMetrics,
      storage: options.deleteStorage,
      force: options.includeNonTerminated,
    });

export const executionBulkHandlers = [
  route(executions.killByIds, (call) => byIds(call, call.body, kill, doKill)),
  route(executions.killByQuery, (call) => byQuery(call, call.query.filters, kill, doKill)),
  route(executions.pauseByIds, (call) => byIds(call, call.body, pause, doPause)),
  route(executions.pauseByQuery, (call) => byQuery(call, call.query.filters, pause, doPause)),
  route(executions.resumeByIds, (call) => byIds(call, call.body, resume, doResume, canResume)),
  route(executions.resumeByQuery, (call) => byQuery(call, call.query.filters, resume, doResume)),
  route(executions.restartByIds, (call) => byIds(call, call.body, restart, doRestart, canRestart)),
  route(executions.restartByQuery, (call) => byQuery(call, call.query.filters, restart, doRestart)),
  route(executions.replayByIds, (call) => {
    const { request, query, body } = call;
    const act = doReplay(executions.replayByIds, query.latestRevision, idempotencyKeyOf(request));
    return byIds(call, body, replay, act);
  }),
  route(executions.replayByQuery, (call) => {
    const { request, query } = call;
    const act = doReplay(executions.replayByQuery, query.latestRevision, idempotencyKeyOf(request));
    return byQuery(call, query.filters, replay, act);
  }),
  route(executions.changeStatusByIds, (call) => {
    const { newStatus } = call.query;
    return byIds(call, call.body, status, doStatus(newStatus), canTake(newStatus));
  }),
  route(executions.changeStatusByQuery, (call) =>
    byQuery(call, call.query.filters, status, doStatus(call.query.newStatus)),
  ),
  route(executions.forceRunByIds, (call) => byIds(call, call.body, force, doForce)),
  route(executions.forceRunByQuery, (call) => byQuery(call, call.query.filters, force, doForce)),
  route(executions.unqueueByIds, (call) => byIds(call, call.body, unqueue, doUnqueue(call.query.state))),
  route(executions.unqueueByQuery, (call) =>
    byQuery(call, call.query.filters, unqueue, doUnqueue(call.query.newState)),
  ),
  route(executions.setLabelsByIds, (call) =>
    byIds(call, call.body.executionsId, relabel, doLabels(call.body.executionLabels)),
  ),
  route(executions.setLabelsByQuery, (call) => byQuery(call, call.query.filters, relabel, doLabels(call.body))),
  route(executions.deleteByIds, (call) =>
    byIds(call, call.body, call.query.includeNonTerminated ? removeAny : remove, doDelete(call.query)),
  ),
  route(executions.deleteByQuery, (call) => byQuery(call, call.query.filters, remove, doDelete(call.query))),
];
