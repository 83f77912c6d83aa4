import { Temporal } from 'temporal-polyfill';

export { Temporal };

/** Epoch milliseconds of an ISO instant such as `2024-02-05T13:04:09.120Z`; throws a RangeError naming the text. */
export function parseInstant(text: string): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch (cause) {
    throw new RangeError(`'${text}' is not an instant such as 2024-02-05T13:04:09Z`, { cause });
  }
}

/** ISO text of an instant with as many fraction digits as needed: `2024-02-05T13:04:09.120Z`. */
export function instantToText(epochMs: number): string {
  const text = new Date(epochMs).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** The instant as local date and time in a zone (IANA name or offset); throws a RangeError for an unknown zone. */
export function toZoned(epochMs: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
}
