/** What may stand in the source of a dashboard. */
import { z } from 'zod';
import { flowIdPattern, taskIdPattern } from '../identifiers.ts';
import { durationProperty } from '../plugins/property-kinds.ts';
import { chartSources, fieldNamesOf, type ChartSource } from './chart-fields.ts';
import { aggregations, chartTypes, type ChartType } from './dashboard.ts';

const chartPackage = 'io.kestra.plugin.core.dashboard.chart.';
const dataPackage = 'io.kestra.plugin.core.dashboard.data.';

export const chartTypeNames: readonly string[] = chartTypes.map((type) => `${chartPackage}${type}`);
export const dataTypeNames: readonly string[] = chartSources.map((source) => `${dataPackage}${source}`);
export const kpiTypeNames: readonly string[] = dataTypeNames.map((name) => `${name}KPI`);

export function chartTypeOf(name: string): ChartType | undefined {
  return chartTypes.find((type) => name === `${chartPackage}${type}`);
}

export function chartSourceOf(name: string): ChartSource | undefined {
  return chartSources.find((source) => name === `${dataPackage}${source}` || name === `${dataPackage}${source}KPI`);
}

export const comparisons = ['GREATER_THAN', 'GREATER_THAN_OR_EQUAL_TO', 'LESS_THAN', 'LESS_THAN_OR_EQUAL_TO'] as const;
export const textFilterTypes = [
  'EQUAL_TO',
  'NOT_EQUAL_TO',
  'IN',
  'NOT_IN',
  'CONTAINS',
  'NOT_CONTAINS',
  'PREFIX',
  'STARTS_WITH',
  'ENDS_WITH',
  'REGEX',
] as const;
export const filterTypes = [...textFilterTypes, ...comparisons, 'IS_NULL', 'IS_NOT_NULL', 'OR'] as const;
export type FilterType = (typeof filterTypes)[number];

const matching = (pattern: RegExp) =>
  z.string().regex(pattern, {
    error: (issue) => `'${String(issue.input)}' is not a valid id, it must match ${pattern.source}`,
  });

const items = (definition: string) => z.array(z.unknown()).meta({ items: { $ref: `#/$defs/${definition}` } });

const timeWindowSchema = z.object({
  default: durationProperty().optional().describe('How far back charts look unless the reader says otherwise.'),
  max: durationProperty().optional().describe('The longest period that a reader may ask for.'),
});

export const dashboardSchema = z.object({
  id: matching(flowIdPattern).max(256).optional().describe('Names it in addresses. Default: a generated one.'),
  title: z.string().trim().min(1).max(256).describe('What lists and the page show.'),
  description: z.string().optional().describe('What it is for.'),
  timeWindow: timeWindowSchema.optional().describe('Default: `P7D`, at most `P365D`.'),
  charts: items('chart').optional().describe('From left to right, row by row: a row has twelve columns.'),
});

const legend = z
  .object({ enabled: z.boolean().default(true) })
  .optional()
  .describe('Names the colours.');
const tooltip = z.enum(['NONE', 'SINGLE', 'ALL']).optional().describe('What pointing at a place tells.');
const colorByColumn = z.string().optional().describe('A column whose values have a colour each: states have theirs.');

const options = {
  displayName: z.string().optional().describe('What stands above it. Default: its id.'),
  description: z.string().optional().describe('Said beside the name.'),
  width: z.number().int().min(1).max(12).default(6).describe('Of the twelve columns of a row.'),
};

/** By type of chart. */
export const chartOptionSchemas = {
  TimeSeries: z.object({
    ...options,
    legend,
    tooltip,
    column: z.string().describe('The column with the date.'),
    colorByColumn,
  }),
  Bar: z.object({
    ...options,
    legend,
    tooltip,
    column: z.string().optional().describe('The column that names bars. Default: the first without `agg`.'),
    colorByColumn,
  }),
  Pie: z.object({ ...options, legend, tooltip, graphStyle: z.enum(['PIE', 'DONUT']).default('DONUT'), colorByColumn }),
  Table: z.object({
    ...options,
    header: z
      .object({ enabled: z.boolean().default(true) })
      .optional()
      .describe('The names of the columns.'),
    pagination: z
      .object({ enabled: z.boolean().default(true) })
      .optional()
      .describe('Page by page.'),
  }),
  KPI: z.object({
    ...options,
    numberType: z
      .enum(['FLAT', 'PERCENTAGE'])
      .default('FLAT')
      .describe('`PERCENTAGE`: the numerator as a part of a hundred of all.'),
  }),
  Markdown: z.object(options),
} as const satisfies Readonly<Record<ChartType, z.ZodObject>>;

/** Readers of their own look into options, data and text. */
export const chartSchema = z.object({
  id: matching(taskIdPattern).max(256).describe('Unique in the dashboard.'),
  type: z.string().describe('How it is drawn.'),
  chartOptions: z.unknown().optional(),
  data: z.unknown().optional(),
  content: z.unknown().optional(),
  source: z.unknown().optional(),
});

export const markdownSchema = z.object({
  content: z.string().optional().describe('Markdown that is shown.'),
  source: z
    .object({
      type: z.enum(['Text', 'FlowDescription']).default('Text').describe('`FlowDescription` shows that of a flow.'),
      content: z.string().optional().describe('Markdown that is shown.'),
      namespace: z.string().optional().describe('Of the flow.'),
      flowId: z.string().optional().describe('The flow whose description is shown.'),
    })
    .optional(),
});

const columnParts = {
  displayName: z.string().optional().describe('What heads it. Default: the name of the column.'),
  labelKey: z.string().optional().describe('Of the field `LABELS`: the label whose value is shown.'),
  key: z.string().optional().describe('The same as `labelKey`.'),
  agg: z.enum(aggregations).optional().describe('Over the rows that are alike in all columns without `agg`.'),
  graphStyle: z.enum(['LINES', 'BARS', 'POINTS']).optional().describe('Of a value in a time series. Default: `LINES`.'),
  columnAlignment: z.enum(['LEFT', 'CENTER', 'RIGHT']).optional().describe('In a table.'),
};

export function columnSchema(source: ChartSource) {
  return z.object({ field: z.enum(fieldNamesOf(source)).optional().describe('What is shown.'), ...columnParts });
}

export function filterSchema(source: ChartSource) {
  return z.object({
    type: z.enum(filterTypes).describe('How the field is compared. `OR` takes a list of filters as `values`.'),
    field: z.enum(fieldNamesOf(source)).optional().describe('What is compared.'),
    labelKey: z.string().optional().describe('Of the field `LABELS`: the label whose value is compared.'),
    key: z.string().optional().describe('The same as `labelKey`.'),
    value: z.string().optional().describe('What it is compared with.'),
    values: z.array(z.unknown()).optional().describe('Of `IN`, `NOT_IN` and `OR`.'),
  });
}

export const orderSchema = z.object({
  column: z.string().describe('Name of a column.'),
  order: z.enum(['ASC', 'DESC']).default('ASC'),
});

/** Columns and filters have readers of their own. */
export const dataSchema = z.object({
  type: z.string(),
  columns: z.unknown(),
  where: z.array(z.unknown()).optional(),
  orderBy: z.array(orderSchema).optional(),
});

export const kpiDataSchema = dataSchema
  .omit({ orderBy: true })
  .extend({ numerator: z.array(z.unknown()).optional().describe('What must hold for what is counted in the end.') });
