/** A line of a table in CSV. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(toCsvField).join(',')}\r\n`;
}

/** Text that a spreadsheet would take for a formula is kept text. */
function toCsvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
