/** What a field for date and time shows of an instant: such fields know no zone, so it is the browser's. */
export function toLocalText(text: string): string {
  if (!/(Z|[+-]\d\d:?\d\d)$/.test(text)) return text;
  const at = new Date(text);
  return Number.isNaN(at.getTime())
    ? text
    : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
