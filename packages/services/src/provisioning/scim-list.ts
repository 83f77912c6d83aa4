/** Lists of SCIM: filtered, sorted and cut out of what a tenant has. */
import type { Json, JsonObject } from '@windhover/model';
import { parseScimFilter, type ScimFilter } from './scim-filter.ts';
import { namesOf, valuesAt } from './scim-path.ts';

export interface ScimQuery {
  readonly filter?: string | undefined;
  /** Counts from 1; less is 1. */
  readonly startIndex?: number | undefined;
  /** At most {@link maxScimPage}; 0 asks for the total alone. */
  readonly count?: number | undefined;
  readonly sortBy?: string | undefined;
  readonly sortOrder?: 'ascending' | 'descending' | undefined;
}

export interface ScimPage {
  readonly totalResults: number;
  readonly startIndex: number;
  readonly resources: readonly JsonObject[];
}

export interface ScimSource<Thing> {
  /** All that could match, without the attribute that is costly to gather. */
  gather(filter: Partial<ScimFilter>): Promise<readonly { readonly of: Thing; readonly resource: JsonObject }[]>;
  /** With all attributes. */
  complete(thing: Thing): Promise<JsonObject>;
  /** The costly one, in lower case: gathered for the page alone, unless the filter asks for it. */
  readonly attribute: string;
}

export const maxScimPage = 1_000;
const defaultCount = 100;

/** Throws `InvalidScim` for the filter. */
export async function listPage<Thing>(query: ScimQuery, source: ScimSource<Thing>): Promise<ScimPage> {
  const filter = query.filter === undefined || query.filter === '' ? undefined : parseScimFilter(query.filter);
  const all = await source.gather(filter ?? {});
  const isCostly = filter?.attributes.has(source.attribute) === true;
  const found = [];
  for (const each of all) {
    const resource = isCostly ? await source.complete(each.of) : each.resource;
    if (filter === undefined || filter.matches(resource)) found.push(each);
  }
  const sorted = query.sortBy === undefined ? found : inOrder(found, query.sortBy, query.sortOrder);
  const startIndex = Math.max(1, query.startIndex ?? 1);
  const count = Math.min(maxScimPage, Math.max(0, query.count ?? defaultCount));
  const page = sorted.slice(startIndex - 1, startIndex - 1 + count);
  return {
    totalResults: found.length,
    startIndex,
    resources: await Promise.all(page.map((each) => source.complete(each.of))),
  };
}

function inOrder<Entry extends { readonly resource: JsonObject }>(
  entries: readonly Entry[],
  sortBy: string,
  order: ScimQuery['sortOrder'],
): readonly Entry[] {
  const names = namesOf(sortBy);
  if (names === undefined) return entries;
  const direction = order === 'descending' ? -1 : 1;
  const keyOf = ({ resource }: Entry): string => textOf(valuesAt(resource, names)[0]);
  return entries.toSorted((one, other) => direction * compare(keyOf(one), keyOf(other)));
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value ?? '');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
