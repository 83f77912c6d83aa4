import type { FilterOperation } from '@windhover/model';

export interface Filter {
  readonly field: string;
  readonly operation: FilterOperation;
  readonly value: string | readonly string[];
}

export interface ListQuery {
  readonly page?: number;
  readonly size?: number;
  readonly sort?: string;
  readonly filters?: readonly Filter[];
}

/** Query string of a list: `page`, `size`, `sort` and `filters[field][OPERATION]=value`; empty filters are left out. */
export function listQuery(query: ListQuery): URLSearchParams {
  const parameters = new URLSearchParams();
  if (query.page !== undefined) parameters.set('page', String(query.page));
  if (query.size !== undefined) parameters.set('size', String(query.size));
  if (query.sort !== undefined) parameters.set('sort', query.sort);
  for (const { field, operation, value } of query.filters ?? []) {
    const text = typeof value === 'string' ? value : value.join(',');
    if (text !== '') parameters.append(`filters[${field}][${operation}]`, text);
  }
  return parameters;
}

/** Of the one flow, else of what the address names: a namespace with those below it, an id. */
export function flowFilters(
  named: Readonly<Record<string, string | undefined>>,
  flow?: { readonly namespace: string; readonly id: string },
): readonly Filter[] {
  if (flow === undefined) {
    return [
      { field: 'namespace', operation: 'PREFIX', value: named['namespace'] ?? '' },
      { field: 'flowId', operation: 'EQUALS', value: named['flowId'] ?? '' },
    ];
  }
  return [
    { field: 'namespace', operation: 'EQUALS', value: flow.namespace },
    { field: 'flowId', operation: 'EQUALS', value: flow.id },
  ];
}

/** Those that carry each of these labels: `team:sales, tier:gold`. What is not yet a label is left out. */
export function labelFilters(text: string): readonly Filter[] {
  return text
    .split(',')
    .map((label) => label.trim())
    .filter((label) => /^[^:]+:.+$/.test(label))
    .map((value) => ({ field: 'labels', operation: 'EQUALS', value }));
}

/** Query string of plain values; undefined ones are left out. */
export function plainQuery(values: Readonly<Record<string, string | number | boolean | undefined>>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) parameters.set(name, String(value));
  return parameters;
}
