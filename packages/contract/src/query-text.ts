/**
 * Query strings to data and back. `filters[field][OP]=value` and `filters[field][OP][key]=value` become a list under
 * `filters`; a name that comes once is a string, a repeated one a list. Clients of the first era wrote filters as JSON:
 * `filters={"field":"FLOW_ID","operation":"EQUALS","value":"a"}`, several joined by commas.
 */
export interface FilterText {
  readonly field: string;
  readonly operation: string;
  readonly value: string | readonly string[] | { readonly [key: string]: string };
}

export type QueryValues = { [name: string]: string | string[] | FilterText[] };

const nothing: QueryValues = Object.freeze(Object.create(null) as QueryValues);
const filterName = /^filters\[([^\]]*)\]\[([^\]]*)\](?:\[(.*)\])?$/s;

/** Never throws: what does not decode is taken as it stands, what is no filter becomes one of no operation, which the schema refuses. */
export function readQuery(text: string): QueryValues {
  if (text === '') return nothing;
  const values = Object.create(null) as QueryValues;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    if (name === 'filters') addJsonFilters(values, value);
    else if (name.startsWith('filters')) addFilter(values, filterName.exec(name) ?? [name, name, ''], value);
    else addValue(values, name, value);
  }
  return values;
}

function addValue(values: QueryValues, name: string, value: string): void {
  const before = values[name] as string | string[] | undefined;
  if (before === undefined) values[name] = value;
  else if (typeof before === 'string') values[name] = [before, value];
  else before.push(value);
}

function addFilter(values: QueryValues, [, field, operation, key]: readonly string[], text: string): void {
  const list = operation === 'IN' || operation === 'NOT_IN' ? text.replace(/^\[|\]$/g, '').split(',') : undefined;
  const value = key === undefined ? (list ?? text) : { [key]: text };
  const filters = (values['filters'] ??= []) as FilterText[];
  filters.push({ field: field!, operation: operation!, value });
}

/** An empty text is an empty list, as some clients write it; what is no JSON stays for the schema to refuse, never ignored. */
function addJsonFilters(values: QueryValues, text: string): void {
  if (text === '') return;
  const filters = (values['filters'] ??= []) as FilterText[];
  try {
    filters.push(...(JSON.parse(`[${text}]`) as (FilterText | FilterText[])[]).flat().map(newerFilter));
  } catch {
    filters.push({ field: text, operation: '', value: '' });
  }
}

/** `FLOW_ID` was what is now `flowId`. */
export function newerFilter(filter: FilterText): FilterText {
  return typeof filter?.field === 'string' ? { ...filter, field: newerField(filter.field) } : filter;
}

function newerField(field: string): string {
  if (field === 'QUERY') return 'q';
  if (field === 'MIN_LEVEL') return 'level';
  if (!/^[A-Z_]+$/.test(field) || field === 'POLICY_SCOPE') return field;
  return field.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** The query string of the values, with its `?`; empty when there is nothing to send. Undefined and empty lists are left out. */
export function writeQuery(values: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    if (name === 'filters') for (const filter of value as FilterText[]) writeFilter(search, filter);
    else for (const item of Array.isArray(value) ? value : [value]) search.append(name, String(item));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function writeFilter(search: URLSearchParams, { field, operation, value }: FilterText): void {
  const name = `filters[${field}][${operation}]`;
  if (typeof value === 'string') search.append(name, value);
  else if (Array.isArray(value)) search.append(name, value.join(','));
  else for (const [key, text] of Object.entries(value)) search.append(`${name}[${key}]`, text as string);
}
