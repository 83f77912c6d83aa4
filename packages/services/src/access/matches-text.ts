import type { QueryFilter } from '@windhover/model';

/** Whether one of the texts meets the filter, without regard to case; free text (`q`) is contained in one. */
export function matchesText(texts: readonly string[], { field, operation, value }: QueryFilter): boolean {
  const wanted = (typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : []).map(
    (text) => text.toLowerCase(),
  );
  const has = (test: (text: string, want: string) => boolean): boolean =>
    texts.some((text) => wanted.some((want) => test(text.toLowerCase(), want)));
  if (field === 'q' || field === 'query') return has((text, want) => text.includes(want));
  switch (operation) {
    case 'EQUALS':
    case 'IN':
      return has((text, want) => text === want);
    case 'NOT_EQUALS':
    case 'NOT_IN':
      return !has((text, want) => text === want);
    case 'STARTS_WITH':
    case 'PREFIX':
      return has((text, want) => text.startsWith(want));
    case 'ENDS_WITH':
      return has((text, want) => text.endsWith(want));
    case 'CONTAINS':
      return has((text, want) => text.includes(want));
    default:
      return false;
  }
}
