/** Search filters, sort orders and pages, as every list of the API takes them. */
export type FilterOperation =
  | 'EQUALS'
  | 'NOT_EQUALS'
  | 'GREATER_THAN'
  | 'LESS_THAN'
  | 'GREATER_THAN_OR_EQUAL_TO'
  | 'LESS_THAN_OR_EQUAL_TO'
  | 'IN'
  | 'NOT_IN'
  | 'STARTS_WITH'
  | 'ENDS_WITH'
  | 'CONTAINS'
  | 'REGEX'
  | 'PREFIX';

/** One condition; several are and-ed. `value` is a list for IN and NOT_IN, and a map for labels. */
export interface QueryFilter {
  readonly field: string;
  readonly operation: FilterOperation;
  readonly value: string | readonly string[] | { readonly [key: string]: string };
}

export interface Sort {
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

/** `page` counts from 1. */
export interface PageRequest {
  readonly page: number;
  readonly size: number;
  readonly sort: readonly Sort[];
}

export interface Paged<T> {
  readonly results: readonly T[];
  /** Rows that match; counted up to 10,000 unless the store says that it is exact. */
  readonly total: number;
  /** Set when not all was looked at: the time of the first that was not, in ms. What was is on the near side of it. */
  readonly searchedTo?: number;
}

/** Namespaces a caller may see: all, or these and their children. */
export type VisibleNamespaces = 'all' | readonly string[];

/** Whether `namespace` is `root` or lies below it: `prod` covers `prod.x`, not `production`. */
export function isWithinNamespace(namespace: string, root: string): boolean {
  return namespace === root || namespace.startsWith(`${root}.`);
}

export function isVisibleNamespace(namespace: string, visible: VisibleNamespaces): boolean {
  return visible === 'all' || visible.some((root) => isWithinNamespace(namespace, root));
}
