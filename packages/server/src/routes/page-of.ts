import type { Search } from '@windhover/contract';
import { IllegalArgument, isWithinNamespace, type Paged, type QueryFilter } from '@windhover/model';

/** One page of a list that is small enough to be in memory, filtered by texts of its items. */
export function pageOf<Item, Json>(
  items: readonly Item[],
  { page, filters }: Search,
  texts: Readonly<Record<string, (item: Item) => string>>,
  toJson: (item: Item) => Json,
): { results: Json[]; total: number } {
  const found = items.filter((item) => filters.every((filter) => matchesText(texts[filter.field]!(item), filter)));
  const sorted = page.sort[0]?.direction === 'desc' ? found.toReversed() : found;
  return { results: sorted.slice((page.page - 1) * page.size, page.page * page.size).map(toJson), total: found.length };
}

/** A page that the store has read. */
export function pageJson<Item, Json>(
  { results, total, searchedTo }: Paged<Item>,
  toJson: (item: Item) => Json,
): { results: Json[]; total: number; searchedTo?: string } {
  const reach = searchedTo === undefined ? {} : { searchedTo: new Date(searchedTo).toISOString() };
  return { results: results.map(toJson), total, ...reach };
}

/** Throws `IllegalArgument` for an operation that texts do not take. */
export function matchesText(text: string, { field, operation, value }: QueryFilter): boolean {
  const wanted = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [];
  switch (operation) {
    case 'EQUALS':
      return field === 'q' ? wanted.every((part) => isIn(part, text)) : wanted.includes(text);
    case 'IN':
      return wanted.includes(text);
    case 'NOT_EQUALS':
    case 'NOT_IN':
      return !wanted.includes(text);
    case 'CONTAINS':
      return wanted.some((part) => text.includes(part));
    case 'STARTS_WITH':
      return wanted.some((part) => text.startsWith(part));
    case 'ENDS_WITH':
      return wanted.some((part) => text.endsWith(part));
    case 'PREFIX':
      return wanted.some((root) => isWithinNamespace(text, root));
    default:
      throw new IllegalArgument({ reason: `filter '${field}' does not support ${operation}` });
  }
}

/** Free text is looked for without regard to case. */
function isIn(part: string, text: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
