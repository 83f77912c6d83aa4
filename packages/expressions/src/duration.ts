const pattern =
  /^([+-])?P(?:([+-]?\d+)W)?(?:([+-]?\d+)D)?(?:T(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d+)(?:[.,](\d{1,9}))?S)?)?$/i;

const dayMs = 86_400_000;

/**
 * Milliseconds of an ISO-8601 duration such as `PT1H`, `P1D` or `PT0.5S`; a day has 24 hours. Months and years have no
 * fixed length and are refused. Throws an error that names the text.
 */
export function parseDuration(text: string): number {
  const match = pattern.exec(text.trim());
  const parts = match?.slice(2, 7) ?? [];
  if (match === null || /[PT]$/i.test(text.trim()) || parts.every((part) => part === undefined)) {
    throw new RangeError(`'${text}' is not an ISO-8601 duration such as PT30S, PT1H or P1D`);
  }
  const [weeks, days, hours, minutes, seconds] = parts.map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const fraction = match[7] === undefined ? 0 : Number(`0.${match[7]}`) * 1000;
  const secondsMs = seconds * 1000 + (match[6]?.startsWith('-') === true ? -fraction : fraction);
  const totalMs = (weeks * 7 + days) * dayMs + hours * 3_600_000 + minutes * 60_000 + secondsMs;
  if (!Number.isFinite(totalMs) || Math.abs(totalMs) > Number.MAX_SAFE_INTEGER) {
    throw new RangeError(`The duration '${text}' is too long`);
  }
  return match[1] === '-' ? -totalMs : totalMs;
}

/** ISO-8601 text of a duration in milliseconds, hours being the largest unit: `PT1M32S`, `PT25H`, `PT0S`. */
export function formatDuration(ms: number): string {
  const sign = ms < 0 ? '-' : '';
  const total = Math.round(Math.abs(ms));
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor((total % 3_600_000) / 60_000);
  const seconds = (total % 60_000) / 1000;
  const text =
    (hours > 0 ? `${sign}${hours}H` : '') +
    (minutes > 0 ? `${sign}${minutes}M` : '') +
    (seconds > 0 ? `${sign}${seconds}S` : '');
  return `PT${text === '' ? '0S' : text}`;
}
