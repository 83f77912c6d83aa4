import {
  fieldKind,
  IllegalArgument,
  invariant,
  isGrouped,
  type ChartColumn,
  type ChartFilter,
  type ChartQuery,
  type ChartRow,
  type ChartSpan,
  type Json,
} from '@windhover/model';
import type { ChartStore } from '@windhover/ports';
import { countCap, countUpTo, totalOf, window } from '../search/page.ts';
import { and, joinSql, or, rawSql, sql, type Row, type Sql, type SqlValue } from '../sql-text.ts';
import type { Dialect } from '../dialect.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { taskRunOf } from './chart-fields.ts';
import { chartTables, type ChartField, type ChartTables } from './chart-tables.ts';

/** The name of the second value of a KPI in its row: what holds for its numerator too. */
const numeratorColumn = 'numerator';

/** What the charts of one tenant's dashboards show. */
export function chartStore(deps: ScopeDeps): ChartStore {
  const { reads, dialect } = deps;
  return {
    async read(query, page, visible) {
      const tables = chartTables(deps, query, visible);
      const grouped = isGrouped(query.columns);
      const rows = rowsOf(query, tables, dialect);
      const [found] = await reads.all([sql`${rows} order by ${orderOf(query, tables, grouped)} ${window(page)}`]);
      const results = found!.map((row) => toChartRow(query, row));
      // A page that is not full is the last one: what is before it and in it is all
      const isLast = results.length < page.size && (results.length > 0 || page.page === 1);
      if (isLast) return { results, total: (page.page - 1) * page.size + results.length };
      const [counted] = await reads.all([countUpTo(countCap, sql`from (${rows}) found`)]);
      return { results, total: totalOf(counted!) };
    },
  };
}

/** Columns are named by their numbers: names are the author's. */
function rowsOf(query: ChartQuery, tables: ChartTables, dialect: Dialect): Sql {
  const { columns, where, numerator } = query;
  const grouped = isGrouped(columns);
  const conditions = [...tables.where, ...where.map((filter) => conditionOf(tables, filter, dialect))];
  const part =
    numerator === undefined ? undefined : and(numerator.map((filter) => conditionOf(tables, filter, dialect)));
  const first = columns[0];
  const values = [
    ...columns.map((column) => valueOf(query, tables, column, grouped)),
    ...(part === undefined || first === undefined ? [] : [aggregateOf(query, tables, first, part)]),
  ];
  const selected = joinSql(values.map((value, index) => sql`${value} as ${rawSql(`c${index}`)}`));
  const groups = columns.flatMap(({ agg }, index) => (agg === undefined ? [rawSql(String(index + 1))] : []));
  const groupBy = grouped && groups.length > 0 ? sql`group by ${joinSql(groups)}` : sql``;
  return sql`select ${selected} from ${tables.from} where ${and(conditions)} ${groupBy}`;
}

function valueOf(query: ChartQuery, tables: ChartTables, column: ChartColumn, grouped: boolean): Sql {
  if (column.agg !== undefined) return aggregateOf(query, tables, column);
  const { value } = fieldOf(tables, column);
  return grouped && kindOf(query, column) === 'instant' ? beginOf(value, query.span) : value;
}

/** Of the rows for which `part` holds. */
function aggregateOf(query: ChartQuery, tables: ChartTables, column: ChartColumn, part?: Sql): Sql {
  const value = column.field === undefined ? sql`1` : fieldOf(tables, column).value;
  const counted = part === undefined ? value : sql`case when ${part} then ${value} end`;
  switch (column.agg) {
    case 'SUM':
      return sql`cast(sum(${counted}) as double precision)`;
    case 'AVG':
      return sql`cast(avg(${counted}) as double precision)`;
    case 'MIN':
      return extreme(query, column, sql`min(${counted})`);
    case 'MAX':
      return extreme(query, column, sql`max(${counted})`);
    default:
      return sql`count(${counted})`;
  }
}

/** Instants stay whole numbers. */
function extreme(query: ChartQuery, column: ChartColumn, found: Sql): Sql {
  return kindOf(query, column) === 'instant' ? found : sql`cast(${found} as double precision)`;
}

/** Whole numbers of our own, as text: as parameters they would be divided as fractions. */
function beginOf(value: Sql, { sizeMs, offsetMs }: ChartSpan): Sql {
  invariant(Number.isSafeInteger(sizeMs) && Number.isSafeInteger(offsetMs), 'spans are whole milliseconds');
  const [size, offset] = [rawSql(String(sizeMs)), rawSql(`(${offsetMs})`)];
  return sql`(${value} + ${offset}) / ${size} * ${size} - ${offset}`;
}

function fieldOf(tables: ChartTables, { field = '', labelKey }: Pick<ChartColumn, 'field' | 'labelKey'>): ChartField {
  const found =
    labelKey !== undefined && tables.label !== undefined
      ? tables.label(labelKey)
      : Object.hasOwn(tables.fields, field)
        ? tables.fields[field]
        : undefined;
  if (found === undefined) throw new IllegalArgument({ reason: `the data has no field '${field}'` });
  return found;
}

function kindOf({ source }: ChartQuery, { field }: ChartColumn) {
  return field === undefined ? undefined : fieldKind(source, field);
}

function conditionOf(tables: ChartTables, filter: ChartFilter, dialect: Dialect): Sql {
  if (filter.kind === 'or') return or(filter.any.map((one) => conditionOf(tables, one, dialect)));
  if (filter.kind === 'not') return sql`(${conditionOf(tables, filter.filter, dialect)}) is not true`;
  const { value, filter: compare } = fieldOf(tables, filter);
  const { operation } = filter;
  if (operation === 'IS_NULL') return sql`(${value}) is null`;
  if (operation === 'IS_NOT_NULL') return sql`(${value}) is not null`;
  return compare({ field: filter.field, operation, value: filter.value }, dialect);
}

/** What is absent is less than everything, in both databases. */
function orderOf({ columns, orderBy }: ChartQuery, tables: ChartTables, grouped: boolean): Sql {
  const place = (index: number, direction: 'asc' | 'desc'): Sql =>
    rawSql(`${index + 1} ${direction === 'desc' ? 'desc nulls last' : 'asc nulls first'}`);
  const asked = orderBy.flatMap(({ column, direction }) => {
    const index = columns.findIndex(({ name }) => name === column);
    return index < 0 ? [] : [place(index, direction)];
  });
  if (!grouped) return joinSql([...asked, tables.rowOrder]);
  const groups = columns.flatMap(({ agg }, index) => (agg === undefined ? [place(index, 'asc')] : []));
  const terms = [...asked, ...groups];
  return terms.length === 0 ? rawSql('1') : joinSql(terms);
}

function toChartRow(query: ChartQuery, row: Row): ChartRow {
  const entries = query.columns.map((column, index): [string, Json] => [
    column.name,
    toValue(query, column, row[`c${index}`] ?? null),
  ]);
  const part = row[`c${query.columns.length}`] ?? null;
  if (query.numerator !== undefined) entries.push([numeratorColumn, part === null ? null : Number(part)]);
  return Object.fromEntries(entries);
}

function toValue(query: ChartQuery, column: ChartColumn, value: SqlValue): Json {
  if (value === null) return value;
  // Databases answer fractions as text
  if (column.agg !== undefined) return Number(value);
  switch (kindOf(query, column)) {
    case 'taskRun':
      return taskRunOf(String(value));
    case 'labels':
      return column.labelKey === undefined ? labelsOf(String(value)) : value;
    case 'number':
    case 'instant':
      return Number(value);
    case 'text':
    case undefined:
      return value;
  }
}

function labelsOf(json: string): Json {
  const labels = JSON.parse(json) as readonly { readonly key: string; readonly value: string }[];
  return Object.fromEntries(labels.map(({ key, value }) => [key, value]));
}
