/** What names and addresses are compared by, whatever the case and the composition of their letters. */
export function caselessKey(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
