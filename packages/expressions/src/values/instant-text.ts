/** ISO text in UTC with no fraction, or one of 3, 6 or 9 digits, as Java prints an Instant. */
export function instantText(epochNanoseconds: bigint): string {
  const billion = 1_000_000_000n;
  let seconds = epochNanoseconds / billion;
  let nanos = epochNanoseconds % billion;
  if (nanos < 0n) {
    nanos += billion;
    seconds -= 1n;
  }
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, -5);
  if (nanos === 0n) return `${whole}Z`;
  const digits = nanos.toString().padStart(9, '0');
  return `${whole}.${digits.replace(/(?:000){1,2}$/, '')}Z`;
}
