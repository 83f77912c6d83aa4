import { tenantPath } from './mount.ts';
import { listQuery, type ListQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import { problemsOf } from './source-problems.ts';
import type { Page, Reply, WireFlowProblem } from './wire.ts';

type Tenant = string | undefined;

export type ChartRows = Reply<'dashboards', 'data'>;
export type ChartRow = ChartRows['results'][number];
export type DefaultDashboards = Reply<'dashboards', 'defaults'>;

/** As it was written: what is left out has the language's default. */
export interface WireChart {
  readonly id: string;
  /** With its package. */
  readonly type: string;
  readonly chartOptions?: {
    readonly displayName?: string;
    readonly description?: string;
    /** Of twelve. */
    readonly width?: number;
    readonly column?: string;
    readonly colorByColumn?: string;
    readonly graphStyle?: 'PIE' | 'DONUT';
    readonly numberType?: 'FLAT' | 'PERCENTAGE';
    readonly legend?: { readonly enabled?: boolean };
    readonly tooltip?: 'NONE' | 'SINGLE' | 'ALL';
    readonly header?: { readonly enabled?: boolean };
    readonly pagination?: { readonly enabled?: boolean };
  };
  readonly data?: WireData;
  readonly content?: string;
  readonly source?: {
    readonly type?: string;
    readonly content?: string;
    readonly namespace?: string;
    readonly flowId?: string;
  };
}

interface WireData {
  readonly type: string;
  /** By name; a KPI has one without. */
  readonly columns: Readonly<Record<string, WireColumn>> | WireColumn;
  readonly where?: readonly object[];
  readonly numerator?: readonly object[];
  readonly orderBy?: readonly { readonly column?: string; readonly order?: 'ASC' | 'DESC' }[];
}

export interface WireColumn {
  readonly field?: string;
  readonly agg?: 'COUNT' | 'SUM' | 'AVG' | 'MIN' | 'MAX';
  readonly displayName?: string;
  readonly graphStyle?: 'LINES' | 'BARS' | 'POINTS';
  readonly columnAlignment?: 'LEFT' | 'CENTER' | 'RIGHT';
}

export interface WireDashboard {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly charts?: readonly WireChart[];
  readonly updated: string;
  readonly sourceCode: string;
}

export interface ChartRequest {
  readonly startDate?: string;
  readonly endDate?: string;
  readonly namespace?: string;
  readonly filters?: readonly { readonly field: string; readonly operation: string; readonly value: string }[];
  readonly pageNumber?: number;
  readonly pageSize?: number;
}

const dashboardPath = (tenant: Tenant, id: string): string =>
  tenantPath(tenant, `/dashboards/${encodeURIComponent(id)}`);
const chartPath = (tenant: Tenant, id: string, chartId: string): string =>
  `${dashboardPath(tenant, id)}/charts/${encodeURIComponent(chartId)}`;
/** JSON is YAML. */
const previewOf = (chart: WireChart, globalFilter: ChartRequest) => ({ chart: JSON.stringify(chart), globalFilter });

export const dashboards = {
  list: (tenant: Tenant, query: ListQuery) =>
    requestJson<Page<WireDashboard>>(tenantPath(tenant, '/dashboards'), { query: listQuery(query) }),

  get: (tenant: Tenant, id: string) => requestJson<WireDashboard>(dashboardPath(tenant, id)),

  create: (tenant: Tenant, source: string) =>
    requestJson<WireDashboard>(tenantPath(tenant, '/dashboards'), { method: 'POST', yaml: source }),

  update: (tenant: Tenant, id: string, source: string) =>
    requestJson<WireDashboard>(dashboardPath(tenant, id), { method: 'PUT', yaml: source }),

  remove: (tenant: Tenant, id: string) => send(dashboardPath(tenant, id), { method: 'DELETE' }),

  defaults: (tenant: Tenant) =>
    requestJson<DefaultDashboards>(tenantPath(tenant, '/dashboards/settings/default-dashboards')),

  setDefaults: (tenant: string, defaults: DefaultDashboards) =>
    requestJson<DefaultDashboards>(`/tenants/${encodeURIComponent(tenant)}/settings/default-dashboards`, {
      method: 'POST',
      json: defaults,
    }),

  rows: (tenant: Tenant, id: string, chartId: string, request: ChartRequest, signal: AbortSignal) =>
    requestJson<ChartRows>(chartPath(tenant, id, chartId), { method: 'POST', json: request, signal }),

  previewRows: (tenant: Tenant, chart: WireChart, request: ChartRequest, signal: AbortSignal) =>
    requestJson<ChartRows>(tenantPath(tenant, '/dashboards/charts/preview'), {
      method: 'POST',
      json: previewOf(chart, request),
      signal,
    }),

  csv: async (tenant: Tenant, id: string, chartId: string, request: ChartRequest) =>
    (await send(`${chartPath(tenant, id, chartId)}/export/to-csv`, { method: 'POST', json: request })).blob(),

  previewCsv: async (tenant: Tenant, chart: WireChart, request: ChartRequest) =>
    (
      await send(tenantPath(tenant, '/dashboards/charts/export/to-csv'), {
        method: 'POST',
        json: previewOf(chart, request),
      })
    ).blob(),

  /** What is wrong with a source, and the charts of one that can be saved. */
  validate: (tenant: Tenant, source: string, signal?: AbortSignal) =>
    requestJson<Reply<'dashboards', 'validate'>>(tenantPath(tenant, '/dashboards/validate'), {
      method: 'POST',
      yaml: source,
      ...(signal === undefined ? {} : { signal }),
    }),

  /** Every problem of the source, errors first; an empty list means that it can be saved. */
  problems: async (tenant: Tenant, source: string, signal?: AbortSignal): Promise<readonly WireFlowProblem[]> =>
    problemsOf(await dashboards.validate(tenant, source, signal)),
};
