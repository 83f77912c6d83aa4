/** A dashboard of a tenant: charts of what runs in it, each with the question that it asks. */
import type { FilterOperation } from '../filter.ts';
import type { JsonObject } from '../json.ts';
import type { Instant } from '../states.ts';
import type { ChartSource } from './chart-fields.ts';

export const chartTypes = ['TimeSeries', 'Bar', 'Pie', 'Table', 'KPI', 'Markdown'] as const;
export type ChartType = (typeof chartTypes)[number];

export const aggregations = ['COUNT', 'SUM', 'AVG', 'MIN', 'MAX'] as const;
export type Aggregation = (typeof aggregations)[number];

/** A dashboard as it is stored. */
export interface StoredDashboard {
  readonly id: string;
  readonly title: string;
  /** Verbatim. */
  readonly source: string;
  /** The source as plain data. */
  readonly document: JsonObject;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** The user; absent: a command. */
  readonly createdBy?: string;
}

export interface Dashboard {
  /** Absent: it gets one when it is saved. */
  readonly id?: string;
  readonly title: string;
  readonly window: TimeWindow;
  readonly charts: readonly Chart[];
}

/** How far back its charts look, in milliseconds. */
export interface TimeWindow {
  readonly defaultMs: number;
  readonly maxMs: number;
}

export interface Chart {
  readonly id: string;
  readonly type: ChartType;
  /** Absent: it shows text. */
  readonly data?: ChartData;
}

export interface ChartData {
  readonly source: ChartSource;
  /** In the order of the source. A KPI has one, named `value`. */
  readonly columns: readonly ChartColumn[];
  readonly where: readonly ChartFilter[];
  readonly orderBy: readonly ChartOrder[];
  /** Of a KPI: what must hold beside `where` for what is counted in the end. */
  readonly numerator?: readonly ChartFilter[];
  /** Of a KPI: the numerator as a part of a hundred of all. */
  readonly isPercentage?: boolean;
}

export interface ChartColumn {
  readonly name: string;
  /** What heads it. */
  readonly title: string;
  /** Absent: rows are counted. */
  readonly field?: string;
  /** Of the field LABELS: the value of this label; absent: all labels. */
  readonly labelKey?: string;
  readonly agg?: Aggregation;
}

export interface ChartOrder {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

/** Conditions of a list hold together. */
export type ChartFilter =
  | {
      readonly kind: 'field';
      readonly field: string;
      readonly labelKey?: string;
      readonly operation: FilterOperation | 'IS_NULL' | 'IS_NOT_NULL';
      readonly value: string | readonly string[];
    }
  | { readonly kind: 'or'; readonly any: readonly ChartFilter[] }
  /** Also of what is absent. */
  | { readonly kind: 'not'; readonly filter: ChartFilter };

/** What a store is asked for a chart. */
export interface ChartQuery {
  readonly source: ChartSource;
  readonly columns: readonly ChartColumn[];
  readonly where: readonly ChartFilter[];
  readonly orderBy: readonly ChartOrder[];
  readonly numerator?: readonly ChartFilter[];
  /** Both inclusive; flows and triggers are as they are now. */
  readonly fromAt: Instant;
  readonly untilAt: Instant;
  /** What dates are cut to where rows are grouped by them. */
  readonly span: ChartSpan;
}

export interface ChartSpan {
  readonly sizeMs: number;
  /** Spans begin so long before the full ones of UTC: the offset of the reader's zone. */
  readonly offsetMs: number;
}

/** A row of a chart by the names of its columns. Instants are epoch milliseconds; what is absent is null. */
export type ChartRow = JsonObject;

/** Whether rows are grouped by the columns that are not aggregated. */
export function isGrouped(columns: readonly ChartColumn[]): boolean {
  return columns.some(({ agg }) => agg !== undefined);
}
