/** One chart: its type, its options, and the data that it shows. */
import { checkShape } from '../flow/check-shape.ts';
import { isData, isPresent, report } from '../flow/reading.ts';
import type { Data, Reading } from '../flow/reading.ts';
import { nearestName } from '../nearest-name.ts';
import type { Path } from '../problem.ts';
import { textOf } from '../text-of.ts';
import { fieldKind } from './chart-fields.ts';
import type { Chart, ChartColumn, ChartData, ChartType } from './dashboard.ts';
import { chartOptionSchemas, chartSchema, chartTypeNames, chartTypeOf, markdownSchema } from './dashboard-schema.ts';
import { readChartData } from './read-chart-data.ts';

const top = chartSchema.omit({ type: true });
const known = {
  text: chartSchema.omit({ data: true }),
  data: chartSchema.omit({ content: true, source: true }),
};

/** Undefined when it is not known what it is; what is wrong is reported. */
export function readChart(reading: Reading, written: unknown, path: Path): Chart | undefined {
  if (!isData(written)) {
    report(reading, path, { code: 'INVALID_VALUE', message: 'must be a map: `id`, `type`, `chartOptions`, `data`' });
    return undefined;
  }
  const type = readType(reading, written['type'], [...path, 'type']);
  const shape = type === undefined ? chartSchema : type === 'Markdown' ? known.text : known.data;
  checkShape(reading, shape, written, path);
  const id = top.shape.id.safeParse(written['id']).data;
  if (type === undefined) return undefined;
  const options = checkShape(reading, chartOptionSchemas[type], written['chartOptions'] ?? {}, [
    ...path,
    'chartOptions',
  ]) as Data | undefined;
  if (type === 'Markdown') {
    readMarkdown(reading, written, path);
    return id === undefined ? undefined : { id, type };
  }
  const data = readChartData(reading, type, written['data'], [...path, 'data']);
  if (data === undefined) return undefined;
  if (options !== undefined) checkOptions(reading, type, options, data, path);
  if (id === undefined) return undefined;
  const isPercentage = options?.['numberType'] === 'PERCENTAGE';
  return { id, type, data: { ...data, ...(isPercentage && { isPercentage }) } };
}

function readType(reading: Reading, type: unknown, path: Path): ChartType | undefined {
  const found = typeof type === 'string' ? chartTypeOf(type) : undefined;
  if (found !== undefined) return found;
  if (isPresent(type)) {
    const nearest = nearestName(textOf(type), chartTypeNames);
    report(reading, path, {
      code: 'UNKNOWN_TYPE',
      message: `Invalid type: ${textOf(type)}${nearest === undefined ? '' : `, did you mean ${nearest}?`}`,
      remedy: nearest === undefined ? `Write one of ${chartTypeNames.join(', ')}.` : `Write '${nearest}'.`,
    });
  }
  return undefined;
}

function readMarkdown(reading: Reading, { content, source }: Data, path: Path): void {
  const written = { ...(isPresent(content) && { content }), ...(isPresent(source) && { source }) };
  const text = checkShape(reading, markdownSchema, written, path);
  if (text === undefined) return;
  if (text.source?.type === 'FlowDescription') {
    for (const name of ['namespace', 'flowId'] as const) {
      if (text.source[name] !== undefined) continue;
      report(reading, [...path, 'source', name], { code: 'MISSING', message: 'must name the flow' });
    }
  } else if (text.content === undefined && text.source?.content === undefined) {
    report(reading, [...path, 'content'], {
      code: 'MISSING',
      message: 'must not be null',
      remedy: 'Write the text under `content`.',
    });
  }
}

/** Rules that span options and data. */
function checkOptions(reading: Reading, type: ChartType, options: Data, data: ChartData, path: Path): void {
  const { columns } = data;
  const rule = (at: Path, message: string, remedy: string): void =>
    report(reading, [...path, ...at], { code: 'RULE', message, remedy });
  for (const name of ['column', 'colorByColumn'] as const) {
    const wanted = options[name];
    if (typeof wanted !== 'string') continue;
    const column = columns.find((candidate) => candidate.name === wanted);
    if (column === undefined) {
      const names = columns.map((candidate) => candidate.name);
      const nearest = nearestName(wanted, names) ?? names[0];
      const remedy = nearest === undefined ? 'Add the column to `data.columns`.' : `Write '${nearest}'.`;
      rule(['chartOptions', name], `'${wanted}' is no column of the data`, remedy);
    } else if (column.agg !== undefined) {
      rule(['chartOptions', name], `'${wanted}' is a value, not a group`, 'Name a column without `agg`.');
    } else if (type === 'TimeSeries' && name === 'column' && !isInstant(data, column)) {
      rule(['chartOptions', name], `'${wanted}' is no date`, 'Name a column whose field is a date.');
    }
  }
  if (type === 'KPI') {
    if (options['numberType'] === 'PERCENTAGE' && data.numerator === undefined)
      rule(['data', 'numerator'], 'a percentage needs a numerator', 'Add `numerator`, or write `numberType: FLAT`.');
  } else if (type !== 'Table' && columns.every(({ agg }) => agg === undefined)) {
    rule(['data', 'columns'], 'no column is a value', 'Add one with `agg`, such as `total: { agg: COUNT }`.');
  }
  if (type === 'Pie' && columns.every(({ agg }) => agg !== undefined))
    rule(['data', 'columns'], 'no column names the parts', 'Add one without `agg`, such as `state: { field: STATE }`.');
}

function isInstant({ source }: ChartData, { field }: ChartColumn): boolean {
  return field !== undefined && fieldKind(source, field) === 'instant';
}
