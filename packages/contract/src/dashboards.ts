import { z } from 'zod';
import { flowValidationSchema } from './flow-shapes.ts';
import { pathParameters } from './path-parameters.ts';
import { permission, permissionOn } from './permission.ts';
import { emptyOk, fileReply } from './replies.ts';
import { defineRoute } from './route.ts';
import { filterSchema, paged, searchQuery } from './search-query.ts';
import { defaultDashboardsSchema } from './tenant-shapes.ts';

const dashboardSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string().optional(),
  timeWindow: z.looseObject({ default: z.string().optional(), max: z.string().optional() }).optional(),
  /** As written. */
  charts: z
    .array(z.looseObject({ id: z.string(), type: z.string() }))
    .readonly()
    .optional(),
  deleted: z.boolean(),
  created: z.string(),
  updated: z.string(),
  /** The text as it was saved. */
  sourceCode: z.string(),
});

/** What the reader asks of every chart; namespace and labels take the place of what the chart says of them. */
export const chartRequestSchema = z.object({
  /** ISO 8601; its offset is where days begin. Default: as long before the end as the dashboard looks back. */
  startDate: z.string().nullish(),
  /** Default: now. */
  endDate: z.string().nullish(),
  /** With its children. */
  namespace: z.string().nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
  /** Those hold whose field the data of the chart has. */
  filters: z.array(filterSchema).nullish(),
  /** From 1. */
  pageNumber: z.number().int().min(1).nullish(),
  /** Default 1,000, at most 10,000. */
  pageSize: z.number().int().min(1).nullish(),
});

const rowsSchema = z.object({
  /** By the names of the columns. */
  results: z.array(z.record(z.string(), z.unknown())).readonly(),
  total: z.number(),
  /** What was looked at, for those who draw it; dates among the rows begin spans. */
  period: z
    .object({
      startDate: z.string(),
      endDate: z.string(),
      span: z.object({ sizeMs: z.number(), offsetMs: z.number() }),
    })
    .optional(),
});

const previewSchema = z.object({
  /** The source of the chart. */
  chart: z.string().min(1),
  globalFilter: chartRequestSchema.nullish(),
});

const dashboard = { status: 200, kind: 'json', schema: dashboardSchema } as const;
const rows = { status: 200, kind: 'json', schema: rowsSchema } as const;
const validation = { status: 200, kind: 'json', schema: flowValidationSchema } as const;
/** With the charts of a source that can be saved, for those who preview them. */
const dashboardValidation = {
  status: 200,
  kind: 'json',
  schema: flowValidationSchema.extend({ charts: dashboardSchema.shape.charts }),
} as const;
const source = { kind: 'yaml', schema: z.string() } as const;
const request = { kind: 'json', schema: chartRequestSchema } as const;
const preview = { kind: 'json', schema: previewSchema } as const;
const base = { tag: 'Dashboards', level: 'tenant' } as const;
const needs = permissionOn('DASHBOARD');
/** Who may see any rows may see them in a chart that is stored nowhere, such as those of the overviews. */
const toPreview = permission(
  'DASHBOARD:VIEW',
  'DASHBOARD:CREATE',
  'DASHBOARD:UPDATE',
  'EXECUTION:LIST',
  'EXECUTION:VIEW',
  'EXECUTION:ACCESS_LOGS',
  'TRIGGER:LIST',
  'FLOW:LIST',
);
const toValidate = needs('VIEW', 'LIST', 'CREATE', 'UPDATE', 'DELETE');
const ofDashboard = { ...base, path: '/dashboards/{id}', ...pathParameters({ id: 'dashboardId' }) } as const;
const ofChart = { ...base, ...pathParameters({ id: 'dashboardId', chartId: 'chartId' }) } as const;

/** Rows of charts are those that their reader may see: a dashboard shows two readers two pictures. */
export const dashboardRoutes = {
  search: defineRoute({
    ...base,
    operationId: 'searchDashboards',
    summary: 'Find dashboards',
    method: 'GET',
    path: '/dashboards',
    access: needs('LIST'),
    query: searchQuery({ fields: ['q'], sort: ['id', 'title', 'created', 'updated'] }),
    reply: { status: 200, kind: 'json', schema: paged(dashboardSchema) },
  }),
  create: defineRoute({
    ...base,
    operationId: 'createDashboard',
    summary: 'Create a dashboard from its source',
    method: 'POST',
    path: '/dashboards',
    access: needs('CREATE'),
    body: source,
    reply: dashboard,
    makes: 'at-once',
  }),
  defaults: defineRoute({
    ...base,
    operationId: 'getDefaultDashboards_1',
    summary: 'The dashboards that the tenant shows unless a reader chooses another',
    method: 'GET',
    path: '/dashboards/settings/default-dashboards',
    access: needs('LIST', 'VIEW'),
    reply: { status: 200, kind: 'json', schema: defaultDashboardsSchema },
  }),
  validate: defineRoute({
    ...base,
    operationId: 'validateDashboard',
    summary: 'Validate a dashboard without saving it',
    method: 'POST',
    path: '/dashboards/validate',
    access: toValidate,
    body: { ...source, optional: true },
    reply: dashboardValidation,
    safe: true,
  }),
  validateChart: defineRoute({
    ...base,
    operationId: 'validateChart',
    summary: 'Validate one chart',
    method: 'POST',
    path: '/dashboards/validate/chart',
    access: toValidate,
    body: { ...source, optional: true },
    reply: validation,
    safe: true,
  }),
  preview: defineRoute({
    ...base,
    operationId: 'previewChart',
    summary: 'Rows of a chart that is stored nowhere',
    method: 'POST',
    path: '/dashboards/charts/preview',
    access: toPreview,
    body: preview,
    reply: rows,
    safe: true,
  }),
  exportPreview: defineRoute({
    ...base,
    operationId: 'exportChartToCsv',
    summary: 'Rows of a chart that is stored nowhere, as CSV, at most 10,000',
    method: 'POST',
    path: '/dashboards/charts/export/to-csv',
    access: toPreview,
    body: preview,
    reply: fileReply,
    safe: true,
  }),
  get: defineRoute({
    ...ofDashboard,
    operationId: 'getDashboard',
    summary: 'Read a dashboard',
    method: 'GET',
    access: needs('VIEW'),
    reply: dashboard,
  }),
  update: defineRoute({
    ...ofDashboard,
    operationId: 'updateDashboard',
    summary: 'Save a dashboard',
    method: 'PUT',
    access: needs('UPDATE'),
    body: source,
    reply: dashboard,
  }),
  delete: defineRoute({
    ...ofDashboard,
    operationId: 'deleteDashboard',
    summary: 'Delete a dashboard; what it showed stays',
    method: 'DELETE',
    access: needs('DELETE'),
    reply: emptyOk,
  }),
  data: defineRoute({
    ...ofChart,
    operationId: 'getDashboardChartData',
    summary: 'Rows of a chart, by the names of its columns',
    method: 'POST',
    path: '/dashboards/{id}/charts/{chartId}',
    access: needs('VIEW'),
    body: request,
    reply: rows,
    safe: true,
  }),
  exportData: defineRoute({
    ...ofChart,
    operationId: 'exportDashboardChartDataToCSV',
    summary: 'Rows of a chart as CSV, at most 10,000',
    method: 'POST',
    path: '/dashboards/{id}/charts/{chartId}/export/to-csv',
    access: needs('VIEW'),
    body: request,
    reply: fileReply,
    safe: true,
  }),
};
