import { routes } from '@windhover/contract';
import {
  createDashboard,
  deleteDashboard,
  exportChartData,
  exportPreview,
  getChartData,
  getDashboard,
  getDefaultDashboards,
  previewChart,
  searchDashboards,
  toDashboardJson,
  updateDashboard,
  validateChart,
  validateDashboard,
} from '@windhover/services';
import { route } from '../handler.ts';
import { given } from './given.ts';
import { sourceOfBody } from './source-of-body.ts';

const { dashboards } = routes;

const csv = (content: string, name: string) => ({ content, filename: `${name}.csv`, contentType: 'text/csv' });

export const dashboardHandlers = [
  route(dashboards.search, async ({ scope, caller, query }) => {
    const { results, total } = await searchDashboards(scope, caller, query.filters, query.page);
    return { results: results.map(toDashboardJson), total };
  }),
  route(dashboards.create, async ({ deps, scope, caller, request, body }) =>
    toDashboardJson(await createDashboard(deps, scope, caller, sourceOfBody(request, body))),
  ),
  route(dashboards.defaults, ({ deps, scope, caller }) => getDefaultDashboards(deps, scope, caller)),
  route(dashboards.validate, ({ request, body }) => validateDashboard(sourceOfBody(request, body))),
  route(dashboards.validateChart, ({ request, body }) => validateChart(sourceOfBody(request, body))),
  route(dashboards.preview, ({ deps, scope, caller, body }) =>
    previewChart(deps, scope, caller, body.chart, given(body.globalFilter ?? {})),
  ),
  route(dashboards.exportPreview, async ({ deps, scope, caller, body }) =>
    csv(await exportPreview(deps, scope, caller, body.chart, given(body.globalFilter ?? {})), 'chart'),
  ),
  route(dashboards.get, async ({ scope, caller, params }) =>
    toDashboardJson(await getDashboard(scope, caller, params.id)),
  ),
  route(dashboards.update, async ({ deps, scope, caller, request, params, body }) =>
    toDashboardJson(await updateDashboard(deps, scope, caller, params.id, sourceOfBody(request, body))),
  ),
  route(dashboards.delete, ({ deps, scope, caller, params }) => deleteDashboard(deps, scope, caller, params.id)),
  route(dashboards.data, ({ deps, scope, caller, params, body }) =>
    getChartData(deps, scope, caller, { dashboardId: params.id, chartId: params.chartId }, given(body)),
  ),
  route(dashboards.exportData, async ({ deps, scope, caller, params, body }) =>
    csv(
      await exportChartData(deps, scope, caller, { dashboardId: params.id, chartId: params.chartId }, given(body)),
      params.chartId,
    ),
  ),
];
