import { IllegalArgument, type QueryFilter } from '@windhover/model';
import type { Dialect } from '../dialect.ts';
import { and, or, sql, type Sql } from '../sql-text.ts';
import { unsupported, type FieldFilter } from './filters.ts';

/** Key and value of each pair of a label filter: a map, in which IN and NOT_IN name several values, or texts such as `key:value`. */
export function labelPairs(filter: QueryFilter): [string, string][] {
  const { value, operation } = filter;
  if (typeof value === 'string') return [pairOf(value, filter)];
  if (Array.isArray(value)) return (value as readonly string[]).map((text) => pairOf(text, filter));
  const pairs = Object.entries(value);
  if (operation !== 'IN' && operation !== 'NOT_IN') return pairs;
  return pairs.flatMap(([key, list]) => list.split(',').map((item): [string, string] => [key, item]));
}

/**
 * EQUALS: all pairs are there. IN: one of them. NOT_EQUALS and NOT_IN: none of them. `has` answers one pair.
 */
export function labelFilter(has: (key: string, value: string, dialect: Dialect) => Sql): FieldFilter {
  return (filter, dialect) => {
    const conditions = labelPairs(filter).map(([key, value]) => has(key, value, dialect));
    switch (filter.operation) {
      case 'EQUALS':
      case 'CONTAINS':
        return and(conditions);
      case 'IN':
        return or(conditions);
      case 'NOT_EQUALS':
      case 'NOT_IN':
        return sql`not ${or(conditions)}`;
      default:
        throw unsupported(filter);
    }
  };
}

function pairOf(text: string, filter: QueryFilter): [string, string] {
  const colon = text.indexOf(':');
  if (colon < 1) {
    throw new IllegalArgument({ reason: `filter '${filter.field}': '${text}' is not of the form key:value` });
  }
  return [text.slice(0, colon), text.slice(colon + 1)];
}
