/**
 * The query of every list: `page`, `size`, `sort=field:asc` (repeatable) and `filters[field][OP]=value`. The older flat
 * parameters become filters on reads; on routes that change what they find they are refused, and so is every name that
 * is not known there, because ignoring one would act on everything.
 */
import type { FilterOperation, PageRequest, QueryFilter, Sort } from '@windhover/model';
import { z } from 'zod';
import { oneOrMany } from './query-values.ts';

const operations = [
  'EQUALS',
  'NOT_EQUALS',
  'GREATER_THAN',
  'LESS_THAN',
  'GREATER_THAN_OR_EQUAL_TO',
  'LESS_THAN_OR_EQUAL_TO',
  'IN',
  'NOT_IN',
  'STARTS_WITH',
  'ENDS_WITH',
  'CONTAINS',
  'REGEX',
  'PREFIX',
] as const satisfies readonly FilterOperation[];

/** Older flat parameter → the field and operation it stands for. */
const olderParameters: Readonly<Record<string, { readonly field: string; readonly operation: FilterOperation }>> = {
  q: { field: 'q', operation: 'EQUALS' },
  namespace: { field: 'namespace', operation: 'PREFIX' },
  flowId: { field: 'flowId', operation: 'EQUALS' },
  triggerId: { field: 'triggerId', operation: 'EQUALS' },
  executionId: { field: 'executionId', operation: 'EQUALS' },
  state: { field: 'state', operation: 'IN' },
  startDate: { field: 'startDate', operation: 'GREATER_THAN_OR_EQUAL_TO' },
  endDate: { field: 'endDate', operation: 'LESS_THAN_OR_EQUAL_TO' },
  timeRange: { field: 'timeRange', operation: 'EQUALS' },
  labels: { field: 'labels', operation: 'EQUALS' },
  scope: { field: 'scope', operation: 'IN' },
  childFilter: { field: 'childFilter', operation: 'EQUALS' },
  triggerExecutionId: { field: 'triggerExecutionId', operation: 'EQUALS' },
  email: { field: 'email', operation: 'EQUALS' },
  status: { field: 'status', operation: 'EQUALS' },
  minLevel: { field: 'level', operation: 'GREATER_THAN_OR_EQUAL_TO' },
};

export interface SearchOptions {
  /** Filter fields that this list knows; any other is 422. */
  readonly fields: readonly string[];
  /** Fields that it can be sorted by; any other is 422. */
  readonly sort?: readonly string[];
  /** Set on routes that change what they find: flat filter names and unknown ones are refused. */
  readonly mutating?: boolean;
  /** Of a page when the caller does not say. Default 10. */
  readonly size?: number;
}

/** What handlers get: the page that was asked for and the filters, both checked. */
export interface Search {
  readonly page: PageRequest;
  readonly filters: readonly QueryFilter[];
}

export const filterSchema = z.object({
  field: z.string(),
  operation: z.enum(operations),
  value: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.string())]),
});

const noExtra = z.object({});

/** `extra` holds the query parameters of the route beside those of every list; handlers find them next to `page` and `filters`. */
export function searchQuery<Extra extends z.ZodObject = typeof noExtra>(options: SearchOptions, extra?: Extra) {
  const flat = Object.keys(olderParameters).filter(
    (name) => options.fields.includes(olderParameters[name]!.field) && !(extra !== undefined && name in extra.shape),
  );
  const base = z.looseObject({
    page: z.coerce.number().int().min(1).default(1),
    size: z.coerce
      .number()
      .int()
      .min(1)
      .default(options.size ?? 10),
    sort: oneOrMany.optional(),
    filters: z.array(filterSchema).default([]),
    ...Object.fromEntries(flat.map((name) => [name, oneOrMany.optional()])),
  });
  const shape = base.extend((extra ?? noExtra).shape as Extra['shape']);
  return shape.transform((input, context): Search & z.output<Extra> => {
    const values = input as unknown as z.output<typeof base> & Record<string, unknown>;
    const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    const filters: QueryFilter[] = [...values.filters];
    for (const { field } of filters) {
      if (!options.fields.includes(field))
        refuse('filters', `unknown filter field '${field}'; known are ${options.fields.join(', ')}`);
    }
    for (const name of flat) {
      const value = values[name] as string | string[] | undefined;
      if (value === undefined) continue;
      if (options.mutating === true)
        refuse(name, `write it as filters[${olderParameters[name]!.field}][${olderParameters[name]!.operation}]`);
      else filters.push(...olderFilters(name, value));
    }
    for (const name of options.mutating === true ? Object.keys(values) : [])
      if (!(name in shape.shape)) refuse(name, 'is not known here');
    const sort = (typeof values.sort === 'string' ? [values.sort] : (values.sort ?? [])).map(toSort);
    for (const { field, direction } of sort) {
      if (!(options.sort ?? []).includes(field)) refuse('sort', `unknown sort field '${field}'`);
      if (direction === undefined) refuse('sort', `the direction of '${field}' is asc or desc`);
    }
    const rest = Object.fromEntries(Object.keys(extra?.shape ?? {}).map((name) => [name, values[name]]));
    return { ...rest, page: { page: values.page, size: values.size, sort }, filters } as Search & z.output<Extra>;
  });
}

function olderFilters(name: string, value: string | string[]): QueryFilter[] {
  const { field, operation } = olderParameters[name]!;
  const values = typeof value === 'string' ? [value] : value;
  if (name === 'labels') {
    return values.map((label) => {
      const colon = label.indexOf(':');
      return {
        field,
        operation,
        value: colon < 0 ? { [label]: '' } : { [label.slice(0, colon)]: label.slice(colon + 1) },
      };
    });
  }
  if (operation === 'IN') return [{ field, operation, value: values.flatMap((item) => item.split(',')) }];
  return values.filter((item) => item !== '').map((item) => ({ field, operation, value: item }));
}

const directions = ['asc', 'desc'] as const;

/** Without a direction where that is none. */
function toSort(text: string): { readonly field: string; readonly direction: Sort['direction'] | undefined } {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return { field: text, direction: 'asc' };
  const direction = directions.find((name) => name === text.slice(colon + 1).toLowerCase());
  return { field: text.slice(0, colon), direction };
}

/** The reply of a list. */
export function paged<Item extends z.ZodType>(item: Item) {
  return z.object({ results: z.array(item), total: z.number() });
}

/** The reply of a list that is too long to be looked through as a whole. */
export function pagedWithinReach<Item extends z.ZodType>(item: Item) {
  return paged(item).extend({
    searchedTo: z
      .string()
      .optional()
      .describe(
        'Present when the search ended before the list did: date and time of the first that it did not look at.',
      ),
  });
}
