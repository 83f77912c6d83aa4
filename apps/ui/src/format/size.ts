const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** Bytes for people: `512 B`, `1.5 KiB`, `20 GiB`. */
export function formatSize(bytes: number): string {
  let [value, unit] = [bytes, 0];
  // What would be shown as 1,024 of a unit is one of the next
  while (value >= 1023.95 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${number.format(value)} ${units[unit]}`;
}
