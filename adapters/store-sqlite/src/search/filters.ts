/** Filters of the API as conditions. Fields and operations come from fixed maps, every value travels as a parameter. */
import { IllegalArgument, type QueryFilter } from '@windhover/model';
import { joinSql, or, sql, type Sql } from './sql-text.ts';

/** What each field of a list can be asked. */
export type FilterFields = Readonly<Record<string, (filter: QueryFilter) => Sql>>;

/** Throws `IllegalArgument` for a field that the list does not know. */
export function toConditions(filters: readonly QueryFilter[], fields: FilterFields): Sql[] {
  return filters.map((filter) => {
    const field = Object.hasOwn(fields, filter.field) ? fields[filter.field] : undefined;
    if (field === undefined) throw new IllegalArgument({ reason: `filter field '${filter.field}' is not known here` });
    return field(filter);
  });
}

/** Comparison of a text column, which may be null. CONTAINS and its kin ignore the case of ASCII letters. */
export function textFilter(column: Sql): (filter: QueryFilter) => Sql {
  return (filter) => {
    switch (filter.operation) {
      case 'EQUALS':
        return sql`${column} = ${oneText(filter)}`;
      case 'NOT_EQUALS':
        return sql`${column} is not ${oneText(filter)}`;
      case 'IN':
        return sql`${column} in (${joinSql(texts(filter))})`;
      case 'NOT_IN':
        return sql`(${column} is null or ${column} not in (${joinSql(texts(filter))}))`;
      case 'CONTAINS':
        return like(column, `%${escaped(oneText(filter))}%`);
      case 'STARTS_WITH':
        return like(column, `${escaped(oneText(filter))}%`);
      case 'ENDS_WITH':
        return like(column, `%${escaped(oneText(filter))}`);
      case 'PREFIX':
        return or(texts(filter).map((root) => within(column, root)));
      case 'REGEX':
        return sql`${column} regexp ${pattern(filter)}`;
      case 'GREATER_THAN':
      case 'LESS_THAN':
      case 'GREATER_THAN_OR_EQUAL_TO':
      case 'LESS_THAN_OR_EQUAL_TO':
        throw unsupported(filter);
    }
  };
}

/** Free text in any of the columns. */
export function anyContains(columns: readonly Sql[]): (filter: QueryFilter) => Sql {
  return (filter) => {
    const condition = or(columns.map((column) => like(column, `%${escaped(oneText(filter))}%`)));
    if (filter.operation === 'NOT_EQUALS') return sql`not ${condition}`;
    return condition;
  };
}

export function flagFilter(column: Sql): (filter: QueryFilter) => Sql {
  return (filter) => {
    const wanted = oneText(filter) === 'true' ? 1 : 0;
    switch (filter.operation) {
      case 'EQUALS':
        return sql`${column} = ${wanted}`;
      case 'NOT_EQUALS':
        return sql`${column} <> ${wanted}`;
      default:
        throw unsupported(filter);
    }
  };
}

/** The namespace itself or one below it, in a form that an index can serve: '/' is the character after '.'. */
export function within(column: Sql, root: string): Sql {
  return sql`(${column} = ${root} or (${column} >= ${`${root}.`} and ${column} < ${`${root}/`}))`;
}

export function oneText(filter: QueryFilter): string {
  const { value } = filter;
  if (typeof value === 'string') return value;
  if (isList(value) && value.length === 1) return value[0]!;
  throw new IllegalArgument({ reason: `filter '${filter.field}' with ${filter.operation} takes one value` });
}

export function texts(filter: QueryFilter): readonly string[] {
  const { value } = filter;
  if (typeof value === 'string') return [value];
  if (isList(value)) return value;
  throw new IllegalArgument({ reason: `filter '${filter.field}' takes text or a list of texts` });
}

export function unsupported(filter: QueryFilter): IllegalArgument {
  return new IllegalArgument({ reason: `filter '${filter.field}' does not support ${filter.operation}` });
}

export function like(column: Sql, text: string): Sql {
  return sql`${column} like ${text} escape '\\'`;
}

function pattern(filter: QueryFilter): string {
  const text = oneText(filter);
  try {
    new RegExp(text, 'u');
  } catch (cause) {
    throw new IllegalArgument({ reason: `filter '${filter.field}': '${text}' is not a regular expression` }, { cause });
  }
  return text;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}

function isList(value: QueryFilter['value']): value is readonly string[] {
  return Array.isArray(value);
}
