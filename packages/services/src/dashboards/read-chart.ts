/** What charts show, of what their reader may see. */
import {
  dashboardOf,
  defaultWindow,
  errorsText,
  fieldKind,
  IllegalArgument,
  InvalidEntity,
  kpiColumn,
  NotFound,
  parseChart,
  toChartQuery,
  type ChartColumn,
  type ChartData,
  type ChartOverrides,
  type ChartRow,
  type ChartSource,
  type ChartSpan,
  type ErrorProblem,
  type Json,
  type JsonObject,
  type Paged,
  type TimeWindow,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { demandAny, visibleNamespaces } from '../access/permissions.ts';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { csvLine } from '../csv/csv-line.ts';
import { getDashboard } from './manage-dashboards.ts';

export interface ChartRequest extends ChartOverrides {
  /** From 1. Default 1. */
  readonly pageNumber?: number | undefined;
  /** Default 1,000, at most 10,000. */
  readonly pageSize?: number | undefined;
}

const maxPageSize = 10_000;
const usualPageSize = 1_000;

/** What its reader must be allowed to see of a namespace to find its rows. */
const needed: Readonly<Record<ChartSource, string>> = {
  Executions: 'EXECUTION:LIST',
  Logs: 'EXECUTION:ACCESS_LOGS',
  Metrics: 'EXECUTION:ACCESS_LOGS',
  Triggers: 'TRIGGER:LIST',
  Flows: 'FLOW:LIST',
};

type ReadDeps = Pick<Deps, 'clock'>;

export interface ChartRows extends Paged<JsonObject> {
  /** What was looked at; absent where there is nothing to look at. */
  readonly period?: ChartPeriod;
}

export interface ChartPeriod {
  readonly startDate: string;
  readonly endDate: string;
  /** What dates are cut to. */
  readonly span: ChartSpan;
}

/** Of a chart with text there is nothing. Throws `NotFound`, and `IllegalArgument` for what the request may not ask. */
export async function getChartData(
  deps: ReadDeps,
  scope: TenantScope,
  actor: Actor,
  name: ChartName,
  request: ChartRequest,
): Promise<ChartRows> {
  return readRows(deps, scope, actor, await findChart(scope, actor, name), request);
}

/** The same of a chart that is stored nowhere. Throws `InvalidEntity` with all problems of the source. */
export async function previewChart(
  deps: ReadDeps,
  scope: TenantScope,
  actor: Actor,
  source: string,
  request: ChartRequest,
): Promise<ChartRows> {
  return readRows(deps, scope, actor, chartOf(actor, source), request);
}

/** Its rows as CSV, at most 10,000, under the titles of the columns. Throws as {@link getChartData}. */
export async function exportChartData(
  deps: ReadDeps,
  scope: TenantScope,
  actor: Actor,
  name: ChartName,
  request: ChartRequest,
): Promise<string> {
  return csvOf(deps, scope, actor, await findChart(scope, actor, name), request);
}

/** The same of a chart that is stored nowhere. Throws as {@link previewChart}. */
export async function exportPreview(
  deps: ReadDeps,
  scope: TenantScope,
  actor: Actor,
  source: string,
  request: ChartRequest,
): Promise<string> {
  return csvOf(deps, scope, actor, chartOf(actor, source), request);
}

export interface ChartName {
  readonly dashboardId: string;
  readonly chartId: string;
}

interface ChartInWindow {
  readonly data: ChartData | undefined;
  readonly window: TimeWindow;
}

async function findChart(
  scope: TenantScope,
  actor: Actor,
  { dashboardId, chartId }: ChartName,
): Promise<ChartInWindow> {
  const { document } = await getDashboard(scope, actor, dashboardId);
  const { charts, window } = dashboardOf(document);
  const chart = charts.find(({ id }) => id === chartId);
  if (chart === undefined) throw new NotFound({ thing: `chart '${chartId}' of dashboard '${dashboardId}'` });
  return { data: chart.data, window };
}

function chartOf(actor: Actor, source: string): ChartInWindow {
  demandAny(actor, ['DASHBOARD:VIEW', 'DASHBOARD:CREATE', 'DASHBOARD:UPDATE', ...Object.values(needed)]);
  const { chart, problems } = parseChart(source);
  if (chart !== undefined) return { data: chart.data, window: defaultWindow };
  const errors = problems.filter(({ severity }) => severity === 'error');
  throw new InvalidEntity(
    { reason: `Invalid Chart: ${errorsText(errors) ?? 'it cannot be read'}` },
    { problems: errors.map(({ message, path, line, column }): ErrorProblem => ({ message, path, line, column })) },
  );
}

async function readRows(
  { clock }: ReadDeps,
  scope: TenantScope,
  actor: Actor,
  { data, window }: ChartInWindow,
  request: ChartRequest,
): Promise<ChartRows> {
  const { pageNumber: page = 1, pageSize: size = usualPageSize } = request;
  if (size > maxPageSize) throw new IllegalArgument({ reason: `pageSize: at most ${maxPageSize}` });
  if (data === undefined) return { results: [], total: 0 };
  const query = toChartQuery(data, request, { window, now: clock.now() });
  const visible = visibleNamespaces(actor, needed[data.source]);
  const { results, total } = await scope.charts.read(query, { page, size, sort: [] }, visible);
  const { fromAt, untilAt, span } = query;
  const period = { startDate: new Date(fromAt).toISOString(), endDate: new Date(untilAt).toISOString(), span };
  return { results: results.map((row) => toJson(data, row)), total, period };
}

function toJson(data: ChartData, row: ChartRow): JsonObject {
  if (data.numerator !== undefined) return { [kpiColumn]: ratioOf(data, row) };
  return Object.fromEntries(
    data.columns.map((column) => [column.name, valueOf(data, column, row[column.name] ?? null)]),
  );
}

/** Of nothing there is no part. */
function ratioOf({ isPercentage }: ChartData, row: ChartRow): Json {
  const { [kpiColumn]: whole, numerator } = row;
  if (isPercentage !== true) return numerator ?? null;
  return typeof whole !== 'number' || typeof numerator !== 'number' || whole === 0 ? null : (numerator / whole) * 100;
}

function valueOf({ source }: ChartData, { field, agg }: ChartColumn, value: Json): Json {
  const isInstant = field !== undefined && fieldKind(source, field) === 'instant' && agg !== 'COUNT';
  return isInstant && typeof value === 'number' ? new Date(value).toISOString() : value;
}

async function csvOf(
  deps: ReadDeps,
  scope: TenantScope,
  actor: Actor,
  chart: ChartInWindow,
  request: ChartRequest,
): Promise<string> {
  const { results } = await readRows(deps, scope, actor, chart, { ...request, pageNumber: 1, pageSize: maxPageSize });
  const columns = chart.data?.columns ?? [];
  const lines = results.map((row) => columns.map(({ name }) => textOf(row[name])));
  return [columns.map(({ title }) => title), ...lines].map(csvLine).join('');
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
