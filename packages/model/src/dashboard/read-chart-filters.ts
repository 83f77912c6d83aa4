/** The conditions of a chart: what is compared with what, and whether the field can be compared so. */
import { RE2JS } from 're2js';
import { checkShape } from '../flow/check-shape.ts';
import { report, type Reading } from '../flow/reading.ts';
import type { FilterOperation } from '../filter.ts';
import type { Path } from '../problem.ts';
import { textOf } from '../text-of.ts';
import { fieldKind, type ChartFieldKind, type ChartSource } from './chart-fields.ts';
import type { ChartFilter } from './dashboard.ts';
import { comparisons, filterSchema, textFilterTypes, type FilterType } from './dashboard-schema.ts';

interface At {
  readonly reading: Reading;
  readonly source: ChartSource;
}

export function readChartFilters(at: At, written: unknown, path: Path): readonly ChartFilter[] {
  if (!Array.isArray(written)) return [];
  return (written as readonly unknown[]).flatMap((item, index) => readFilter(at, item, [...path, index]) ?? []);
}

function readFilter(at: At, written: unknown, path: Path): ChartFilter | undefined {
  const { reading, source } = at;
  const filter = checkShape(reading, filterSchema(source), written, path);
  if (filter === undefined) return undefined;
  const { type, field, labelKey = filter.key, value, values } = filter;
  if (type === 'OR') {
    if (values === undefined || values.length === 0) missing(reading, [...path, 'values'], 'Add filters.');
    return { kind: 'or', any: readChartFilters(at, values, [...path, 'values']) };
  }
  if (field === undefined) {
    missing(reading, [...path, 'field'], 'Name the field that is compared.');
    return undefined;
  }
  const kind = fieldKind(source, field)!;
  if (kind === 'labels' && labelKey === undefined) {
    missing(reading, [...path, 'labelKey'], 'Name the label that is compared.');
    return undefined;
  }
  const label = labelKey === undefined ? {} : { labelKey };
  if (type === 'IS_NULL' || type === 'IS_NOT_NULL') {
    return { kind: 'field', field, ...label, operation: type, value: '' };
  }
  if (!fits(type, kind)) {
    report(reading, [...path, 'type'], {
      code: 'RULE',
      message: `${field} cannot be compared with ${type}`,
      remedy: `Write one of ${[...operationsOf[kind]].join(', ')}.`,
    });
    return undefined;
  }
  const takesMany = type === 'IN' || type === 'NOT_IN';
  const wanted = takesMany ? (values ?? (value === undefined ? undefined : [value])) : value;
  if (wanted === undefined || (Array.isArray(wanted) && wanted.length === 0)) {
    const name = takesMany ? 'values' : 'value';
    missing(reading, [...path, name], `Add \`${name}\`.`);
    return undefined;
  }
  const texts = (Array.isArray(wanted) ? (wanted as readonly unknown[]) : [wanted]).map(textOf);
  for (const [index, text] of texts.entries()) {
    const wrong = wrongValue(kind, type, text);
    const place = Array.isArray(wanted) && values !== undefined ? ['values', index] : ['value'];
    if (wrong !== undefined) report(reading, [...path, ...place], { code: 'INVALID_VALUE', ...wrong });
  }
  const read: ChartFilter = {
    kind: 'field',
    field,
    ...label,
    operation: operations[type],
    value: takesMany ? texts : texts[0]!,
  };
  return type === 'NOT_CONTAINS' ? { kind: 'not', filter: read } : read;
}

function missing(reading: Reading, path: Path, remedy: string): void {
  report(reading, path, { code: 'MISSING', message: 'must not be null', remedy });
}

const operationsOf: Readonly<Record<ChartFieldKind, ReadonlySet<FilterType>>> = {
  text: new Set(textFilterTypes),
  labels: new Set(textFilterTypes),
  taskRun: new Set(['EQUAL_TO', 'IN'] as const),
  number: new Set(['EQUAL_TO', 'NOT_EQUAL_TO', 'IN', 'NOT_IN', ...comparisons] as const),
  instant: new Set(['EQUAL_TO', 'NOT_EQUAL_TO', ...comparisons] as const),
};

const operations: Readonly<Record<Exclude<FilterType, 'OR' | 'IS_NULL' | 'IS_NOT_NULL'>, FilterOperation>> = {
  EQUAL_TO: 'EQUALS',
  NOT_EQUAL_TO: 'NOT_EQUALS',
  IN: 'IN',
  NOT_IN: 'NOT_IN',
  CONTAINS: 'CONTAINS',
  NOT_CONTAINS: 'CONTAINS',
  PREFIX: 'PREFIX',
  STARTS_WITH: 'STARTS_WITH',
  ENDS_WITH: 'ENDS_WITH',
  REGEX: 'REGEX',
  GREATER_THAN: 'GREATER_THAN',
  GREATER_THAN_OR_EQUAL_TO: 'GREATER_THAN_OR_EQUAL_TO',
  LESS_THAN: 'LESS_THAN',
  LESS_THAN_OR_EQUAL_TO: 'LESS_THAN_OR_EQUAL_TO',
};

function fits(type: FilterType, kind: ChartFieldKind): boolean {
  return operationsOf[kind].has(type);
}

function wrongValue(
  kind: ChartFieldKind,
  type: FilterType,
  text: string,
): { readonly message: string; readonly remedy: string } | undefined {
  if (kind === 'number' && (text.trim() === '' || !Number.isFinite(Number(text))))
    return { message: `'${text}' is not a number`, remedy: 'Write a number.' };
  if (kind === 'instant' && Number.isNaN(Date.parse(text)))
    return { message: `'${text}' is not a date`, remedy: 'Write one such as 2025-01-31T00:00:00Z.' };
  if (type === 'REGEX' && !isPattern(text))
    return { message: `'${text}' is not a regular expression`, remedy: 'Leave out look-around and back-references.' };
  return undefined;
}

function isPattern(text: string): boolean {
  try {
    RE2JS.compile(text);
    return true;
  } catch {
    return false;
  }
}
