/** Where the rows of charts come from: a dashboard that is stored, or a source that is not. */
import { dashboards, type ChartRequest, type ChartRows, type WireChart } from '../api/dashboards.ts';

export interface ChartSource {
  /** What tells its answers from others in the cache. */
  readonly key: (chart: WireChart) => readonly unknown[];
  readonly rows: (chart: WireChart, request: ChartRequest, signal: AbortSignal) => Promise<ChartRows>;
  readonly csv: (chart: WireChart, request: ChartRequest) => Promise<Blob>;
}

export function storedCharts(tenant: string | undefined, id: string, updated: string): ChartSource {
  return {
    key: (chart) => ['stored', id, updated, chart.id],
    rows: (chart, request, signal) => dashboards.rows(tenant, id, chart.id, request, signal),
    csv: (chart, request) => dashboards.csv(tenant, id, chart.id, request),
  };
}

export function previewedCharts(tenant: string | undefined): ChartSource {
  return {
    key: (chart) => ['preview', chart],
    rows: (chart, request, signal) => dashboards.previewRows(tenant, chart, request, signal),
    csv: (chart, request) => dashboards.previewCsv(tenant, chart, request),
  };
}
