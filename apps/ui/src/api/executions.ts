import type { JsonObject, StateName } from '@windhover/model';
import { requestJson, send } from './request.ts';
import { tenantPath } from './mount.ts';
import { listQuery, plainQuery, type ListQuery } from './query.ts';
import type { Page, Reply, WireExecution, WireExecutionRow, WireInput, WireLabel, WireTaskRun } from './wire.ts';

type Tenant = string | undefined;

export interface InputCheck {
  readonly inputs: readonly {
    readonly input: WireInput;
    readonly value?: unknown;
    readonly enabled?: boolean;
    readonly isDefault?: boolean;
    readonly errors: readonly { readonly message: string }[];
  }[];
  readonly checks: readonly { readonly message: string; readonly style: string; readonly behavior: string }[];
  /** A decision is asked for, beside the inputs. */
  readonly approval?: {
    readonly taskId: string;
    readonly decisions: { readonly approve: string; readonly deny: string };
    readonly commentRequired: 'NEVER' | 'ON_APPROVE' | 'ON_DENY' | 'ALWAYS';
  };
}

export type WirePreview = Reply<'executions', 'filePreview'>;

export type WireWaitingReason = Reply<'executions', 'waiting'>[number];

export interface LastExecution {
  readonly id: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly startDate?: string;
  readonly status: WireExecution['state']['current'];
}

/** How an execution starts, beside its inputs. */
export interface Start {
  readonly labels: readonly WireLabel[];
  /** An instant; at once without one. */
  readonly scheduleDate: string | undefined;
  /** The newest one without it. */
  readonly revision: number | undefined;
  /** Tasks before which it stops, as `id` or, of one iteration, `id.value`. */
  readonly breakpoints: readonly string[];
}

const one = (tenant: Tenant, id: string): string => tenantPath(tenant, `/executions/${encodeURIComponent(id)}`);
const ofFlow = (tenant: Tenant, namespace: string, flowId: string): string =>
  tenantPath(tenant, `/executions/${encodeURIComponent(namespace)}/${encodeURIComponent(flowId)}`);

export const executions = {
  list: (tenant: Tenant, query: ListQuery) =>
    requestJson<Page<WireExecutionRow>>(tenantPath(tenant, '/executions/search'), { query: listQuery(query) }),

  get: (tenant: Tenant, id: string) => requestJson<WireExecution>(one(tenant, id)),

  /** The last execution of each of these flows; flows that never ran are left out. */
  latest: (tenant: Tenant, flows: readonly { readonly namespace: string; readonly id: string }[]) =>
    requestJson<readonly LastExecution[]>(tenantPath(tenant, '/executions/latest'), { method: 'POST', json: flows }),

  create: (tenant: Tenant, namespace: string, flowId: string, form: FormData, start: Start) =>
    requestJson<WireExecution>(ofFlow(tenant, namespace, flowId), { method: 'POST', form, query: startQuery(start) }),

  /** Of the newest revision of the flow, unless another one is asked for. */
  validateInputs: (
    tenant: Tenant,
    namespace: string,
    flowId: string,
    form: FormData,
    signal: AbortSignal,
    revision?: number,
  ) =>
    requestJson<InputCheck>(`${ofFlow(tenant, namespace, flowId)}/validate`, {
      method: 'POST',
      form,
      signal,
      query: plainQuery(revision === undefined ? {} : { revision: String(revision) }),
    }),

  /** With `cascades` the executions that it has started are killed, too. */
  kill: (tenant: Tenant, id: string, cascades: boolean) =>
    send(`${one(tenant, id)}/actions/kill`, { method: 'DELETE', query: plainQuery({ isOnKillCascade: cascades }) }),

  restart: (tenant: Tenant, id: string) =>
    requestJson<WireExecution>(`${one(tenant, id)}/actions/restart`, { method: 'POST' }),

  /** With a form the inputs are those in it instead of those of the original. */
  replay: (
    tenant: Tenant,
    id: string,
    { form, ...query }: { readonly taskRunId?: string; readonly revision?: number; readonly form?: FormData } = {},
  ) =>
    requestJson<WireExecution>(`${one(tenant, id)}/actions/replay${form === undefined ? '' : '-with-inputs'}`, {
      method: 'POST',
      query: plainQuery(query),
      ...(form === undefined ? {} : { form }),
    }),

  setLabels: (tenant: Tenant, id: string, labels: readonly WireLabel[]) =>
    send(`${one(tenant, id)}/actions/labels`, { method: 'POST', json: labels }),

  changeStatus: (tenant: Tenant, id: string, status: StateName) =>
    send(`${one(tenant, id)}/actions/change-status`, { method: 'POST', query: plainQuery({ status }) }),

  unqueue: (tenant: Tenant, id: string) => send(`${one(tenant, id)}/actions/unqueue`, { method: 'POST' }),

  pause: (tenant: Tenant, id: string) => send(`${one(tenant, id)}/actions/pause`, { method: 'POST' }),

  resume: (tenant: Tenant, id: string, form?: FormData) =>
    send(`${one(tenant, id)}/actions/resume`, { method: 'POST', ...(form === undefined ? {} : { form }) }),

  /** What a paused execution asks for before it goes on, and what is wrong with what was entered so far. */
  validateResume: (tenant: Tenant, id: string, form: FormData, signal?: AbortSignal) =>
    requestJson<InputCheck>(`${one(tenant, id)}/actions/resume/validate`, {
      method: 'POST',
      form,
      ...(signal === undefined ? {} : { signal }),
    }),

  forceRun: (tenant: Tenant, id: string) => send(`${one(tenant, id)}/actions/force-run`, { method: 'POST' }),

  /** Why it or a task run of it does not run; empty when nothing waits. */
  waiting: (tenant: Tenant, id: string) => requestJson<readonly WireWaitingReason[]>(`${one(tenant, id)}/waiting`),

  remove: (tenant: Tenant, id: string) => send(one(tenant, id), { method: 'DELETE' }),

  /** In order of creation. */
  taskRuns: (tenant: Tenant, id: string, page: number, size: number) =>
    requestJson<Page<WireTaskRun>>(`${one(tenant, id)}/taskruns`, { query: plainQuery({ page, size }) }),

  outputsOf: (tenant: Tenant, id: string, taskRunId: string) =>
    requestJson<JsonObject>(tenantPath(tenant, `/outputs/${id}/${taskRunId}`)),

  /** Renders an expression as a task run sees it, or as the execution does. */
  evaluate: (tenant: Tenant, id: string, taskRunId: string | undefined, expression: string) =>
    requestJson<Reply<'executions', 'eval'>>(
      `${one(tenant, id)}/actions/eval${taskRunId === undefined ? '' : `/${encodeURIComponent(taskRunId)}`}`,
      { method: 'POST', text: expression },
    ),

  preview: (tenant: Tenant, id: string, uri: string, maxRows: number) =>
    requestJson<WirePreview>(`${one(tenant, id)}/file/preview`, { query: plainQuery({ path: uri, maxRows }) }),

  fileUrlPath: (tenant: Tenant, id: string, uri: string): string =>
    `${one(tenant, id)}/file?${plainQuery({ path: uri }).toString()}`,
};

export function startQuery({ labels, scheduleDate, revision, breakpoints }: Start): URLSearchParams {
  const stops = breakpoints.length === 0 ? undefined : breakpoints.join(',');
  const query = plainQuery({ scheduleDate, revision, breakpoints: stops });
  for (const { key, value } of labels) query.append('labels', `${key}:${value}`);
  return query;
}
