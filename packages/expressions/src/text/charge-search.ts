/** Finding a text within another may take the product of their lengths: 1 MB with half of one in it takes a minute. */
export function chargeSearch(meter: { charge(steps: number): void }, text: string, part: string): void {
  meter.charge(Math.floor((text.length * part.length) / 4096));
}
