import { IllegalArgument, ordOf, taskRunId } from '@windhover/model';
import { oneOf, texts, textFilter, timeFilter, unsupported, type FieldFilter } from '../search/filters.ts';
import { and, or, sql, type Sql } from '../sql-text.ts';
import type { ChartField } from './chart-tables.ts';

/** The id of a task run begins with that of its execution. */
const executionIdLength = 22;

export function textField(value: Sql, filter: FieldFilter = textFilter(value)): ChartField {
  return { value, filter };
}

export function timeField(value: Sql, filter: FieldFilter = timeFilter(value)): ChartField {
  return { value, filter };
}

export function numberField(value: Sql): ChartField {
  return { value, filter: numberFilter(value) };
}

/** As `execution/ord`, of which {@link taskRunOf} makes the id; asked for as id. */
export function taskRunField(executionId: Sql, ord: Sql): ChartField {
  return {
    value: sql`case when ${ord} >= 0 then ${executionId} || '/' || ${ord} end`,
    filter(filter) {
      if (filter.operation !== 'EQUALS' && filter.operation !== 'IN') throw unsupported(filter);
      return or(
        texts(filter).map((id) => {
          const ofExecution = id.slice(0, executionIdLength);
          return and([sql`${executionId} = ${ofExecution}`, sql`${ord} = ${ordOf(ofExecution, id) ?? -1}`]);
        }),
      );
    },
  };
}

export function taskRunOf(value: string): string {
  const [executionId = '', ord] = value.split('/');
  return taskRunId(executionId, Number(ord));
}

function numberFilter(value: Sql): FieldFilter {
  return (filter) => {
    const wanted = texts(filter).map((text) => {
      const number = Number(text);
      if (text.trim() !== '' && Number.isFinite(number)) return number;
      throw new IllegalArgument({ reason: `filter '${filter.field}': '${text}' is not a number` });
    });
    const number = sql`cast(${value} as double precision)`;
    switch (filter.operation) {
      case 'EQUALS':
      case 'IN':
        return oneOf(number, wanted);
      case 'NOT_EQUALS':
      case 'NOT_IN':
        return sql`(${value} is null or not ${oneOf(number, wanted)})`;
      case 'GREATER_THAN':
        return sql`${number} > ${wanted[0]!}`;
      case 'GREATER_THAN_OR_EQUAL_TO':
        return sql`${number} >= ${wanted[0]!}`;
      case 'LESS_THAN':
        return sql`${number} < ${wanted[0]!}`;
      case 'LESS_THAN_OR_EQUAL_TO':
        return sql`${number} <= ${wanted[0]!}`;
      default:
        throw unsupported(filter);
    }
  };
}
