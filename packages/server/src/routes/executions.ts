import { routes } from '@windhover/contract';
import {
  changeStatus,
  changeTaskRunState,
  deleteExecution,
  evalExpression,
  forceRun,
  getExecutionWithTaskRuns,
  killExecution,
  lightExecutionJson,
  listTaskRuns,
  pauseExecution,
  replayExecution,
  restartExecution,
  resumeExecution,
  resumeFromBreakpoint,
  searchExecutions,
  setLabels,
  startExecution,
  taskRunJson,
  unqueueExecution,
  validateNewExecution,
  validateResume,
} from '@windhover/services';
import type { QueryFilter, StateName, TaskRun } from '@windhover/model';
import { route } from '../handler.ts';
import { idempotencyKeyOf } from '../repeatable-call.ts';
import {
  breakpointsOf,
  clientGone,
  executionReply,
  executionUrl,
  inputValidationJson,
  labelsOf,
  showOptions,
  shownJson,
} from './execution-replies.ts';
import { matchesText, pageJson } from './page-of.ts';

const { executions } = routes;

export const executionHandlers = [
  route(executions.search, async (call) => {
    const { deps, scope, caller, query } = call;
    const found = await searchExecutions(deps, scope, caller, query.filters, query.page, query.dateFilter);
    return pageJson(found, (execution) => lightExecutionJson(execution, showOptions(call, execution)));
  }),
  route(executions.searchByFlow, async (call) => {
    const { deps, scope, caller, query } = call;
    const filters = [
      ...query.filters,
      { field: 'namespace', operation: 'EQUALS', value: query.namespace } as const,
      { field: 'flowId', operation: 'EQUALS', value: query.flowId } as const,
    ];
    const found = await searchExecutions(deps, scope, caller, filters, query.page);
    return pageJson(found, (execution) => lightExecutionJson(execution, showOptions(call, execution)));
  }),
  route(executions.get, async (call) =>
    shownJson(call, await getExecutionWithTaskRuns(call.scope, call.caller, call.params.executionId)),
  ),
  route(executions.taskRuns, async (call) => {
    const { scope, caller, params, query } = call;
    const isWanted = query.filters.length === 0 ? undefined : (taskRun: TaskRun) => meetsAll(taskRun, query.filters);
    const { execution, results, total } = await listTaskRuns(scope, caller, params.executionId, query.page, isWanted);
    const options = showOptions(call, execution);
    return { results: results.map((taskRun) => taskRunJson(execution, taskRun, options)), total };
  }),
  route(executions.create, async (call) => {
    const { deps, tenant, caller, params, query, body, request } = call;
    const execution = await startExecution(deps, tenant, caller, {
      ...params,
      parts: body,
      revision: query.revision,
      labels: labelsOf(query.labels),
      scheduleAt: query.scheduleDate,
      kind: query.kind,
      breakpoints: breakpointsOf(query.breakpoints),
      idempotencyKey: idempotencyKeyOf(request),
      waitFor: query.wait ? clientGone(request) : undefined,
    });
    const reply = query.wait ? await executionReply(call, execution) : shownJson(call, { execution, taskRuns: [] });
    return { ...reply, url: executionUrl(call, execution) };
  }),
  route(executions.validate, async ({ deps, tenant, caller, params, query, body }) => {
    const { resolution, checks } = await validateNewExecution(deps, tenant, caller, {
      ...params,
      ...query,
      parts: body,
    });
    return inputValidationJson(params, resolution, checks);
  }),
  route(executions.delete, async ({ deps, scope, caller, params, query }) =>
    deleteExecution(deps, scope, caller, params.executionId, {
      logs: query.deleteLogs,
      metrics: query.deleteMetrics,
      storage: query.deleteStorage,
    }),
  ),

  route(executions.kill, async (call) => {
    const { deps, scope, caller, params, query } = call;
    const options = { cascade: query.isOnKillCascade };
    return executionReply(call, await killExecution(deps, scope, caller, params.executionId, options));
  }),
  route(executions.pause, async (call) =>
    executionReply(call, await pauseExecution(call.deps, call.scope, call.caller, call.params.executionId)),
  ),
  route(executions.resume, async (call) => {
    const { deps, scope, caller, params, body } = call;
    return executionReply(call, await resumeExecution(deps, scope, caller, params.executionId, body));
  }),
  route(executions.resumeFromBreakpoint, async (call) => {
    const { deps, scope, caller, params, query } = call;
    const breakpoints = breakpointsOf(query.breakpoints);
    return executionReply(call, await resumeFromBreakpoint(deps, scope, caller, params.executionId, breakpoints));
  }),
  route(executions.validateResume, async ({ deps, scope, caller, params, body }) => {
    const { execution, resolution, question } = await validateResume(deps, scope, caller, params.executionId, body);
    const reply = inputValidationJson({ id: execution.flowId, namespace: execution.namespace }, resolution);
    return question === undefined ? reply : { ...reply, approval: question };
  }),
  route(executions.restart, async (call) => {
    const { deps, tenant, scope, caller, params, query } = call;
    return shownJson(call, await restartExecution(deps, tenant, scope, caller, params.executionId, query));
  }),
  route(executions.replay, async (call) => {
    const { deps, tenant, scope, caller, params, query, request } = call;
    const options = {
      ...query,
      breakpoints: breakpointsOf(query.breakpoints),
      idempotencyKey: idempotencyKeyOf(request),
    };
    return shownJson(call, await replayExecution(deps, tenant, scope, caller, params.executionId, options));
  }),
  route(executions.replayWithInputs, async (call) => {
    const { deps, tenant, scope, caller, params, query, body, request } = call;
    const options = {
      ...query,
      breakpoints: breakpointsOf(query.breakpoints),
      parts: body,
      idempotencyKey: idempotencyKeyOf(request),
    };
    return shownJson(call, await replayExecution(deps, tenant, scope, caller, params.executionId, options));
  }),
  route(executions.changeStatus, async (call) => {
    const { deps, scope, caller, params, query } = call;
    const state = query.status as StateName;
    return executionReply(call, await changeStatus(deps, scope, caller, params.executionId, state));
  }),
  route(executions.changeTaskRunState, async (call) => {
    const { deps, scope, caller, params, body } = call;
    const change = { taskRunId: body.taskRunId, state: body.state as StateName };
    return shownJson(call, await changeTaskRunState(deps, scope, caller, params.executionId, change));
  }),
  route(executions.forceRun, async (call) =>
    executionReply(call, await forceRun(call.deps, call.scope, call.caller, call.params.executionId)),
  ),
  route(executions.unqueue, async (call) => {
    const { deps, scope, caller, params, query } = call;
    const state = query.state as StateName;
    return executionReply(call, await unqueueExecution(deps, scope, caller, params.executionId, state));
  }),
  route(executions.setLabels, async (call) => {
    const { deps, scope, caller, params, body } = call;
    return executionReply(call, await setLabels(deps, scope, caller, params.executionId, body));
  }),
  route(executions.eval, ({ deps, tenant, scope, caller, params, body }) =>
    evalExpression(deps, tenant, scope, caller, params.executionId, body),
  ),
  route(executions.evalTaskRun, ({ deps, tenant, scope, caller, params, body }) =>
    evalExpression(deps, tenant, scope, caller, params.executionId, body, params.taskRunId),
  ),
];

const textsOf: Readonly<Record<string, (taskRun: TaskRun) => string>> = {
  taskId: ({ taskId }) => taskId,
  value: ({ value }) => value ?? '',
  state: ({ state }) => state.current,
};

function meetsAll(taskRun: TaskRun, filters: readonly QueryFilter[]): boolean {
  return filters.every((filter) => matchesText(textsOf[filter.field]!(taskRun), filter));
}
