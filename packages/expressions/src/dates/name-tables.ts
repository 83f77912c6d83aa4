const tables = new Map<string, readonly string[]>();

function table(key: string, make: () => string[]): readonly string[] {
  let known = tables.get(key);
  if (known === undefined) {
    known = make();
    if (tables.size > 200) tables.clear();
    tables.set(key, known);
  }
  return known;
}

/** January first. */
export function monthNames(locale: string, width: 'short' | 'long'): readonly string[] {
  return table(`month ${locale} ${width}`, () => {
    const format = new Intl.DateTimeFormat(locale, { month: width, day: 'numeric', timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, month) => {
      const parts = format.formatToParts(Date.UTC(2024, month, 1));
      return parts.find(({ type }) => type === 'month')?.value ?? '';
    });
  });
}

/** Monday first. */
export function weekdayNames(locale: string, width: 'short' | 'long'): readonly string[] {
  return table(`weekday ${locale} ${width}`, () => {
    const format = new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' });
    return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day)));
  });
}
