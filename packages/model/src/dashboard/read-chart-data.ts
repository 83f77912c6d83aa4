/** The data of a chart: columns, conditions, order. */
import { checkShape } from '../flow/check-shape.ts';
import { isData, isPresent, report } from '../flow/reading.ts';
import type { Reading } from '../flow/reading.ts';
import { nearestName } from '../nearest-name.ts';
import type { Path } from '../problem.ts';
import { textOf } from '../text-of.ts';
import { fieldKind, type ChartFieldKind, type ChartSource } from './chart-fields.ts';
import type { ChartColumn, ChartData, ChartType } from './dashboard.ts';
import {
  chartSourceOf,
  columnSchema,
  dataSchema,
  dataTypeNames,
  kpiDataSchema,
  kpiTypeNames,
} from './dashboard-schema.ts';
import { readChartFilters } from './read-chart-filters.ts';

/** The column of a KPI. */
export const kpiColumn = 'value';

/** Undefined when it is not known what the data is. */
export function readChartData(reading: Reading, type: ChartType, written: unknown, path: Path): ChartData | undefined {
  if (!isData(written)) {
    report(reading, path, {
      code: 'MISSING',
      message: isPresent(written) ? 'must be a map: `type`, `columns`' : 'must not be null',
      remedy: 'Say what is shown: `type` and `columns`.',
    });
    return undefined;
  }
  const isKpi = type === 'KPI';
  const source = readSourceType(reading, written['type'], isKpi, [...path, 'type']);
  const shape = checkShape(reading, isKpi ? kpiDataSchema : dataSchema, written, path);
  if (source === undefined) return undefined;
  const read: At = { reading, source };
  const columns = isKpi
    ? [readColumn(read, written['columns'], kpiColumn, [...path, 'columns'])].flatMap((column) => column ?? [])
    : readColumns(read, written['columns'], [...path, 'columns']);
  if (isKpi && columns[0] !== undefined && columns[0].agg === undefined) {
    report(reading, [...path, 'columns', 'agg'], {
      code: 'MISSING',
      message: 'a KPI is one number',
      remedy: 'Add `agg`, such as `agg: COUNT`.',
    });
  }
  const numerator = isPresent(written['numerator'])
    ? readChartFilters(read, written['numerator'], [...path, 'numerator'])
    : undefined;
  const order = (shape as { orderBy?: readonly { column: string; order: 'ASC' | 'DESC' }[] } | undefined)?.orderBy;
  for (const [index, { column }] of (order ?? []).entries()) {
    if (columns.some(({ name }) => name === column)) continue;
    const nearest = nearestName(
      column,
      columns.map(({ name }) => name),
    );
    report(reading, [...path, 'orderBy', index, 'column'], {
      code: 'RULE',
      message: `'${column}' is no column of the data`,
      remedy: nearest === undefined ? 'Name a column of `columns`.' : `Write '${nearest}'.`,
    });
  }
  return {
    source,
    columns,
    where: isPresent(written['where']) ? readChartFilters(read, written['where'], [...path, 'where']) : [],
    orderBy: (order ?? []).map(({ column, order: way }) => ({ column, direction: way === 'DESC' ? 'desc' : 'asc' })),
    ...(numerator !== undefined && { numerator }),
  };
}

interface At {
  readonly reading: Reading;
  readonly source: ChartSource;
}

function readSourceType(reading: Reading, type: unknown, isKpi: boolean, path: Path): ChartSource | undefined {
  const names = isKpi ? kpiTypeNames : dataTypeNames;
  const text = textOf(type);
  const source = chartSourceOf(text);
  if (source !== undefined && (names.includes(text) || isKpi)) return source;
  if (isPresent(type)) {
    const nearest = source === undefined ? nearestName(text, names) : text.replace(/KPI$/, '');
    report(reading, path, {
      code: 'UNKNOWN_TYPE',
      message: `Invalid type: ${text}${nearest === undefined ? '' : `, did you mean ${nearest}?`}`,
      remedy: nearest === undefined ? `Write one of ${names.join(', ')}.` : `Write '${nearest}'.`,
    });
  }
  return undefined;
}

function readColumns(at: At, written: unknown, path: Path): readonly ChartColumn[] {
  if (!isData(written) || Object.keys(written).length === 0) {
    report(at.reading, path, {
      code: 'MISSING',
      message: 'must be a map of columns by name',
      remedy: 'Add a column, such as `total: { agg: COUNT }`.',
    });
    return [];
  }
  return Object.entries(written).flatMap(([name, column]) => readColumn(at, column, name, [...path, name]) ?? []);
}

function readColumn({ reading, source }: At, written: unknown, name: string, path: Path): ChartColumn | undefined {
  const column = checkShape(reading, columnSchema(source), written, path);
  if (column === undefined) return undefined;
  const { field, agg, labelKey = column.key, displayName } = column;
  const kind = field === undefined ? undefined : fieldKind(source, field);
  if (field === undefined && agg !== 'COUNT') {
    report(reading, [...path, 'field'], {
      code: 'MISSING',
      message: 'must name a field',
      remedy: 'Add `field`, or write `agg: COUNT` to count rows.',
    });
  }
  if (agg !== undefined && agg !== 'COUNT' && kind !== undefined && !canAggregate(kind, agg)) {
    report(reading, [...path, 'agg'], {
      code: 'RULE',
      message: `${agg} needs a number, and ${field} is none`,
      remedy: 'Write `agg: COUNT`, or name a field that holds numbers.',
    });
  }
  if (labelKey !== undefined && kind !== 'labels') {
    report(reading, [...path, 'labelKey'], {
      code: 'RULE',
      message: 'is of the field LABELS alone',
      remedy: 'Write `field: LABELS`, or remove `labelKey`.',
    });
  }
  return {
    name,
    title: displayName ?? name,
    ...(field !== undefined && { field }),
    ...(labelKey !== undefined && { labelKey }),
    ...(agg !== undefined && { agg }),
  };
}

function canAggregate(kind: ChartFieldKind, agg: string): boolean {
  return kind === 'number' || (kind === 'instant' && (agg === 'MIN' || agg === 'MAX'));
}
