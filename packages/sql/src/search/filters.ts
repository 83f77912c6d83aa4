/** Filters of the API as conditions. Fields and operations come from fixed maps, every value travels as a parameter. */
import { caselessKey, IllegalArgument, isoDate, type QueryFilter, type VisibleNamespaces } from '@windhover/model';
import { RE2JS } from 're2js';
import type { Dialect } from '../dialect.ts';
import { and, joinSql, or, sql, type Sql, type SqlValue } from '../sql-text.ts';

/** The condition that a filter of one field is. Throws `IllegalArgument` for an operation or value that it does not take. */
export type FieldFilter = (filter: QueryFilter, dialect: Dialect) => Sql;

/** What each field of a list can be asked. */
export type FilterFields = Readonly<Record<string, FieldFilter>>;

/** Throws `IllegalArgument` for a field that the list does not know. */
export function toConditions(filters: readonly QueryFilter[], fields: FilterFields, dialect: Dialect): Sql[] {
  return filters.map((filter) => {
    const field = Object.hasOwn(fields, filter.field) ? fields[filter.field] : undefined;
    if (field === undefined) throw new IllegalArgument({ reason: `filter field '${filter.field}' is not known here` });
    return field(filter, dialect);
  });
}

/** Comparison of a text column, which may be null. CONTAINS and its kin ignore the case of ASCII letters. */
export function textFilter(column: Sql): FieldFilter {
  return (filter, dialect) => {
    switch (filter.operation) {
      case 'EQUALS':
        return sql`${column} = ${oneText(filter)}`;
      case 'NOT_EQUALS':
        return sql`${column} is distinct from ${oneText(filter)}`;
      case 'IN':
        return oneOf(column, texts(filter));
      case 'NOT_IN':
        return sql`(${column} is null or not ${oneOf(column, texts(filter))})`;
      case 'CONTAINS':
        return like(column, `%${escaped(oneText(filter))}%`, dialect);
      case 'STARTS_WITH':
        return like(column, `${escaped(oneText(filter))}%`, dialect);
      case 'ENDS_WITH':
        return like(column, `%${escaped(oneText(filter))}`, dialect);
      case 'PREFIX':
        return or(texts(filter).map((root) => within(column, root)));
      case 'REGEX':
        return sql`${column} ${dialect.regexp} ${pattern(filter)}`;
      case 'GREATER_THAN':
      case 'LESS_THAN':
      case 'GREATER_THAN_OR_EQUAL_TO':
      case 'LESS_THAN_OR_EQUAL_TO':
        throw unsupported(filter);
    }
  };
}

/** As {@link textFilter} of names and addresses, whatever the case of their letters (SQLite: of those of ASCII). */
export function caselessFilter(column: Sql): FieldFilter {
  const holds = (values: readonly string[]): Sql =>
    or([oneOf(column, values), oneOf(sql`lower(${column})`, values.map(caselessKey))]);
  const otherwise = textFilter(column);
  return (filter, dialect) => {
    switch (filter.operation) {
      case 'EQUALS':
        return holds([oneText(filter)]);
      case 'IN':
        return holds(texts(filter));
      case 'NOT_EQUALS':
        return sql`(${column} is null or not ${holds([oneText(filter)])})`;
      case 'NOT_IN':
        return sql`(${column} is null or not ${holds(texts(filter))})`;
      default:
        return otherwise(filter, dialect);
    }
  };
}

/** Free text in any of the columns. */
export function anyContains(columns: readonly Sql[]): FieldFilter {
  return (filter, dialect) => {
    const condition = or(columns.map((column) => like(column, `%${escaped(oneText(filter))}%`, dialect)));
    if (filter.operation === 'NOT_EQUALS') return sql`not ${condition}`;
    return condition;
  };
}

/** Comparison of an instant, written as a date or as epoch milliseconds. */
export function timeFilter(column: Sql): FieldFilter {
  return (filter) => sql`${column} ${comparison(filter)} ${instantOf(filter)}`;
}

export function flagFilter(column: Sql): FieldFilter {
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

/** `USER` leaves the namespace of system flows out, `SYSTEM` keeps only that; both together ask nothing. */
export function scopeFilter(column: Sql, systemNamespace: string): FieldFilter {
  return (filter) => {
    const wanted = new Set(texts(filter));
    const unknown = [...wanted].find((name) => name !== 'USER' && name !== 'SYSTEM');
    if (unknown !== undefined)
      throw new IllegalArgument({ reason: `filter '${filter.field}': '${unknown}' is neither USER nor SYSTEM` });
    if (filter.operation === 'NOT_EQUALS' || filter.operation === 'NOT_IN') {
      const left = ['USER', 'SYSTEM'].filter((name) => !wanted.has(name));
      wanted.clear();
      for (const name of left) wanted.add(name);
    }
    const system = within(column, systemNamespace);
    return or([...(wanted.has('SYSTEM') ? [system] : []), ...(wanted.has('USER') ? [sql`not ${system}`] : [])]);
  };
}

/** The namespaces that the caller may see, with their children. */
export function visibleIn(column: Sql, visible: VisibleNamespaces): Sql {
  return visible === 'all' ? and([]) : or(visible.map((root) => within(column, root)));
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

/** Epoch milliseconds. */
export function instantOf(filter: QueryFilter): number {
  const text = oneText(filter);
  if (/^\d+$/.test(text)) return Number(text);
  try {
    return isoDate(text);
  } catch (cause) {
    throw new IllegalArgument({ reason: `filter '${filter.field}': ${(cause as RangeError).message}` }, { cause });
  }
}

function like(column: Sql, pattern: string, dialect: Dialect): Sql {
  return sql`${column} ${dialect.like} ${pattern} escape '\\'`;
}

/** Whether the column holds one of the values; false when there are none. */
export function oneOf(column: Sql, values: readonly SqlValue[]): Sql {
  return values.length === 0 ? sql`false` : sql`${column} in (${joinSql(values)})`;
}

function comparison(filter: QueryFilter): Sql {
  switch (filter.operation) {
    case 'EQUALS':
      return sql`=`;
    case 'NOT_EQUALS':
      return sql`is distinct from`;
    case 'GREATER_THAN':
      return sql`>`;
    case 'GREATER_THAN_OR_EQUAL_TO':
      return sql`>=`;
    case 'LESS_THAN':
      return sql`<`;
    case 'LESS_THAN_OR_EQUAL_TO':
      return sql`<=`;
    default:
      throw unsupported(filter);
  }
}

/** What takes linear time alone: no look-around, no back-references. Tenants share the thread that searches. */
function pattern(filter: QueryFilter): string {
  const text = oneText(filter);
  try {
    RE2JS.compile(text);
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
