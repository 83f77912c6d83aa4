const number = new Intl.NumberFormat('en');

/** `1 flow`, `12,000 flows`. */
export function formatCount(count: number, one: string, many: string): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}

export function formatNumber(value: number): string {
  return number.format(value);
}

/** Lists are counted that far. */
const countedUpTo = 10_000;

/** How many a list has: `10,000+` where nobody counted further. */
export function formatTotal(total: number): string {
  return total === countedUpTo ? `${formatNumber(total)}+` : formatNumber(total);
}
