/** Executions from other sides: live, as files, as outputs, as CSV, by their flows. */
import { routes } from '@windhover/contract';
import { NotFound, ordOf, startedAt, taskRunId } from '@windhover/model';
import {
  distinctValues,
  executionsCsv,
  flowOfExecution,
  followDependencies,
  followExecution,
  getExecution,
  getExecutionFile,
  getFlowToExecute,
  getWaitingReasons,
  jsonLinesOf,
  latestExecutions,
  listExecutableFlows,
  listExecutableNamespaces,
  previewFile,
  stateJson,
  toFlowForExecution,
} from '@windhover/services';
import { route } from '../handler.ts';
import { shownJson } from './execution-replies.ts';
import { liveReply } from './live-replies.ts';

const { executions, outputs } = routes;

export const executionViewHandlers = [
  route(executions.follow, async (call) => {
    const { deps, scope, caller, params, query } = call;
    await getExecution(scope, caller, params.executionId);
    return liveReply(async function* (signal) {
      for await (const followed of followExecution(deps, scope, params.executionId, signal, query)) {
        yield { id: followed.isLast ? 'end' : 'progress', data: shownJson(call, followed) };
      }
    });
  }),
  route(executions.followDependencies, async ({ deps, tenant, scope, caller, params, query }) => {
    const followed = await getExecution(scope, caller, params.executionId);
    const follow = await followDependencies(deps, scope, caller, followed, query);
    return liveReply(async function* (signal) {
      for await (const { execution, isLast } of follow(signal)) {
        const { id, namespace, flowId, state } = execution;
        const data = {
          executionId: id,
          tenantId: tenant.id,
          namespace,
          flowId,
          state: stateJson(state, deps.clock.now()),
        };
        yield { id: isLast ? 'end' : 'progress', data };
      }
    });
  }),
  route(executions.flow, async ({ deps, scope, caller, params }) => {
    const execution = await getExecution(scope, caller, params.executionId);
    const { id, namespace, disabled, draft, document } = await flowOfExecution(deps, scope, execution);
    return toFlowForExecution({ id, namespace, revision: execution.flowRevision, disabled, draft, document });
  }),
  route(executions.flowToExecute, async ({ deps, tenant, caller, params, query }) =>
    toFlowForExecution(await getFlowToExecute(deps, tenant.key, caller, params, query.revision)),
  ),
  route(executions.namespaces, async ({ scope, caller }) => [...(await listExecutableNamespaces(scope, caller))]),
  route(executions.flowsOfNamespace, async ({ scope, caller, params }) =>
    (await listExecutableFlows(scope, caller, params.namespace)).map(toFlowForExecution),
  ),
  route(executions.waiting, async ({ deps, scope, caller, params }) => [
    ...(await getWaitingReasons(deps, scope, caller, params.executionId)),
  ]),
  route(executions.latest, async ({ scope, caller, body }) => {
    const latest = await latestExecutions(scope, caller, body);
    return latest.map(({ id, flowId, namespace, state }) => ({
      id,
      flowId,
      namespace,
      startDate: new Date(startedAt(state)).toISOString(),
      status: state.current,
    }));
  }),
  route(executions.distinctValues, async ({ deps, scope, caller, query }) => [
    ...(await distinctValues(deps, scope, caller, query.field, query.filters, query.size)),
  ]),
  route(executions.exportCsv, ({ deps, scope, caller, query }) => ({
    content: executionsCsv(deps, scope, caller, query.filters),
    filename: 'executions.csv',
    contentType: 'text/csv',
  })),
  route(executions.file, async ({ deps, scope, caller, params, query }) => {
    const file = await getExecutionFile(deps, scope, caller, params.executionId, query.path);
    if (query.format === 'RAW') return { content: file.read(), filename: file.name, sizeBytes: file.info.sizeBytes };
    const filename = file.name.replace(/ion$/i, 'jsonl');
    return { content: jsonLinesOf(file), filename, contentType: 'application/x-ndjson' };
  }),
  route(executions.fileMetas, async ({ deps, scope, caller, params, query }) => {
    const { info } = await getExecutionFile(deps, scope, caller, params.executionId, query.path);
    return { size: info.sizeBytes };
  }),
  route(executions.filePreview, async ({ deps, scope, caller, params, query }) =>
    previewFile(await getExecutionFile(deps, scope, caller, params.executionId, query.path), query),
  ),

  route(outputs.list, async ({ scope, caller, params: { executionId } }) => {
    await getExecution(scope, caller, executionId, 'EXECUTION:ACCESS_OUTPUTS');
    const taskRuns = await scope.executions.taskRuns(executionId);
    return taskRuns
      .filter((taskRun) => taskRun.outputs !== undefined)
      .map(({ ord, taskId, value, iteration }) => ({
        taskRunId: taskRunId(executionId, ord),
        taskId,
        value,
        iteration,
      }));
  }),
  route(outputs.get, async ({ scope, caller, params: { executionId, taskRunId: id } }) => {
    await getExecution(scope, caller, executionId, 'EXECUTION:ACCESS_OUTPUTS');
    const ord = ordOf(executionId, id);
    const taskRun = ord === undefined ? undefined : await scope.executions.findTaskRun(executionId, ord);
    if (taskRun === undefined) throw new NotFound({ thing: `task run '${id}'` });
    return { ...taskRun.outputs };
  }),
];
