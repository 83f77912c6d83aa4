/** From the text of a dashboard to its charts, with everything that is wrong or noteworthy in it. */
import { parseDuration } from '@windhover/expressions';
import { checkShape } from '../flow/check-shape.ts';
import { bySource } from '../flow/parse-flow.ts';
import { isData, isPresent, report } from '../flow/reading.ts';
import type { Reading } from '../flow/reading.ts';
import type { JsonObject } from '../json.ts';
import { hasErrors } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { readSource } from '../source/read-source.ts';
import type { Chart, Dashboard, TimeWindow } from './dashboard.ts';
import { dashboardSchema } from './dashboard-schema.ts';
import { readChart } from './read-chart.ts';

export interface ParsedDashboard {
  /** Only when no problem is an error. */
  readonly dashboard?: Dashboard;
  /** The source as plain data, whenever it is a map. */
  readonly document?: JsonObject;
  /** All of them, in the order of the source. */
  readonly problems: readonly Problem[];
}

export interface ParsedChart {
  /** Only when no problem is an error. */
  readonly chart?: Chart;
  readonly problems: readonly Problem[];
}

/** What a chart looks back on where no dashboard says otherwise. */
export const defaultWindow: TimeWindow = { defaultMs: 7 * 86_400_000, maxMs: 365 * 86_400_000 };

/** Addresses of the API and of pages. */
export const reservedDashboardIds: ReadonlySet<string> = new Set([
  'all',
  'charts',
  'default',
  'new',
  'settings',
  'validate',
]);

const noPlugins = { find: () => undefined, list: () => [], defaults: [] };
const topSchema = dashboardSchema.omit({ charts: true });

/** Parses one YAML (or JSON) document. Never throws for what the text says. */
export function parseDashboard(source: string): ParsedDashboard {
  const { reading, document, problems } = open(source, 'A dashboard is a map: `title`, `charts`');
  if (reading === undefined) return { problems };
  const { charts: items, ...others } = document;
  const top = checkShape(reading, topSchema, others, [], Object.keys(dashboardSchema.shape));
  const written = document['id'];
  if (typeof written === 'string' && reservedDashboardIds.has(written)) {
    report(reading, ['id'], {
      code: 'INVALID_ID',
      message: `'${written}' is a word of addresses`,
      remedy: `Write another id, such as '${written}-dashboard'.`,
    });
  }
  const window = readWindow(reading, top?.timeWindow);
  const charts = readCharts(reading, items);
  reading.problems.sort(bySource);
  if (top === undefined || hasErrors(reading.problems)) return { document, problems: reading.problems };
  const { id, title } = top;
  const dashboard = { ...(id !== undefined && { id }), title, window, charts };
  return { dashboard, document, problems: reading.problems };
}

/** The same for one chart alone. */
export function parseChart(source: string): ParsedChart {
  const { reading, document, problems } = open(source, 'A chart is a map: `id`, `type`, `chartOptions`, `data`');
  if (reading === undefined) return { problems };
  const chart = readChart(reading, document, []);
  reading.problems.sort(bySource);
  const isValid = chart !== undefined && !hasErrors(reading.problems);
  return { ...(isValid && { chart }), problems: reading.problems };
}

type Opened =
  | { readonly reading: Reading; readonly document: JsonObject; readonly problems: readonly Problem[] }
  | { readonly reading?: undefined; readonly document?: undefined; readonly problems: readonly Problem[] };

function open(source: string, shape: string): Opened {
  const { data, problems, locate } = readSource(source);
  if (data === undefined) return { problems };
  if (!isData(data)) {
    const message = data === null ? 'The source is empty' : shape;
    return { problems: [{ severity: 'error', code: 'SYNTAX', message, path: '', ...locate([]) }] };
  }
  return {
    reading: { catalog: noPlugins, locate, problems: [], tasks: [] },
    document: data as JsonObject,
    problems: [],
  };
}

function readCharts(reading: Reading, written: unknown): readonly Chart[] {
  if (!isPresent(written)) return [];
  if (!Array.isArray(written)) {
    const remedy = 'Write each with a dash: `- id: …`.';
    report(reading, ['charts'], { code: 'INVALID_VALUE', message: 'must be a list of charts', remedy });
    return [];
  }
  const seen = new Set<string>();
  return (written as readonly unknown[]).flatMap((item, index) => {
    const chart = readChart(reading, item, ['charts', index]);
    if (chart === undefined) return [];
    if (seen.has(chart.id)) {
      report(reading, ['charts', index, 'id'], {
        code: 'DUPLICATE_ID',
        message: `Duplicate chart id '${chart.id}'`,
        remedy: 'Give each chart an id of its own.',
      });
    }
    seen.add(chart.id);
    return [chart];
  });
}

function readWindow(
  reading: Reading,
  written: { readonly default?: string | undefined; readonly max?: string | undefined } | undefined,
): TimeWindow {
  const maxMs = written?.max === undefined ? defaultWindow.maxMs : parseDuration(written.max);
  const defaultMs =
    written?.default === undefined ? Math.min(defaultWindow.defaultMs, maxMs) : parseDuration(written.default);
  if (defaultMs > maxMs) {
    report(reading, ['timeWindow', 'default'], {
      code: 'RULE',
      message: 'must not be longer than timeWindow.max',
      remedy: 'Shorten the default, or raise `max`.',
    });
  }
  for (const [name, lengthMs] of [
    ['default', defaultMs],
    ['max', maxMs],
  ] as const) {
    if (lengthMs <= 0) report(reading, ['timeWindow', name], { code: 'RULE', message: 'must be longer than nothing' });
  }
  return { defaultMs, maxMs };
}

/** The charts of a document that was accepted once; what is not known any more is left out. */
export function dashboardOf(document: JsonObject): Pick<Dashboard, 'window' | 'charts'> {
  const nowhere = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  const reading: Reading = { catalog: noPlugins, locate: () => nowhere, problems: [], tasks: [] };
  const { charts, ...others } = document;
  const top = checkShape(reading, topSchema, others, []);
  return { window: readWindow(reading, top?.timeWindow), charts: readCharts(reading, charts) };
}
