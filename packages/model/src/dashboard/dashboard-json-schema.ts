/** The language of dashboards as one JSON schema: what the editor completes from. */
import { z } from 'zod';
import type { JsonSchema } from '../editor/json-schema.ts';
import { chartSources, type ChartSource } from './chart-fields.ts';
import { chartTypes, type ChartType } from './dashboard.ts';
import {
  chartOptionSchemas,
  chartSchema,
  chartTypeNames,
  columnSchema,
  dashboardSchema,
  dataTypeNames,
  filterSchema,
  kpiTypeNames,
  markdownSchema,
  orderSchema,
} from './dashboard-schema.ts';

/** Draft 7 with a `$ref` at the top. `$defs` holds `dashboard`, `chart`, and one entry a type of chart or data. */
export function dashboardJsonSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $ref: '#/$defs/dashboard',
    $defs: {
      dashboard: { ...toJson(dashboardSchema), additionalProperties: false },
      chart: anyOf(chartTypeNames, toJson(chartSchema.pick({ id: true, type: true }))),
      data: anyOf(dataTypeNames, { type: 'object' }),
      kpiData: anyOf(kpiTypeNames, { type: 'object' }),
      ...Object.fromEntries(chartTypes.map((type, index) => [chartTypeNames[index], chart(type)])),
      ...Object.fromEntries(
        chartSources.flatMap((source, index) => [
          [dataTypeNames[index], data(source, false)],
          [kpiTypeNames[index], data(source, true)],
        ]),
      ),
    },
  };
}

function anyOf(names: readonly string[], common: JsonSchema): JsonSchema {
  return { ...common, anyOf: names.map((name) => ({ $ref: `#/$defs/${name}` })) };
}

const titles: Readonly<Record<ChartType, string>> = {
  TimeSeries: 'Values over time',
  Bar: 'Bars beside each other',
  Pie: 'Parts of a whole',
  Table: 'Rows',
  KPI: 'One number',
  Markdown: 'Text',
};

function chart(type: ChartType): JsonSchema {
  const common = toJson(chartSchema.pick({ id: true })).properties;
  const own =
    type === 'Markdown'
      ? toJson(markdownSchema).properties
      : { data: { $ref: type === 'KPI' ? '#/$defs/kpiData' : '#/$defs/data' } };
  return {
    type: 'object',
    title: titles[type],
    properties: {
      ...common,
      type: { const: chartTypeNames[chartTypes.indexOf(type)] },
      chartOptions: toJson(chartOptionSchemas[type]),
      ...own,
    },
    required: type === 'Markdown' ? ['id', 'type'] : ['id', 'type', 'data'],
  };
}

function data(source: ChartSource, isKpi: boolean): JsonSchema {
  const index = chartSources.indexOf(source);
  const column = toJson(columnSchema(source));
  const filters: JsonSchema = { type: 'array', items: toJson(filterSchema(source)) };
  return {
    type: 'object',
    properties: {
      type: { const: (isKpi ? kpiTypeNames : dataTypeNames)[index] },
      columns: isKpi ? column : { type: 'object', additionalProperties: column },
      ...(isKpi && { numerator: filters }),
      where: { ...filters, description: 'All of them must hold.' },
      ...(!isKpi && { orderBy: { type: 'array', items: toJson(orderSchema) } }),
    },
    required: ['type', 'columns'],
  };
}

function toJson(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    target: 'draft-7',
  });
  return json as JsonSchema;
}
