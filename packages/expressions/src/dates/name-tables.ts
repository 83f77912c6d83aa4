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
    const alone = new Intl.DateTimeFormat(locale, { month: width, timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, month) => {
      const name = format.formatToParts(Date.UTC(2024, month, 1)).find(({ type }) => type === 'month')?.value ?? '';
      return /^\d+$/.test(name) ? alone.format(Date.UTC(2024, month, 1)) : name;
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
