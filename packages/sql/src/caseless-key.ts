/** What names and addresses are compared by, whatever the case of their letters: SQLite alone folds those of ASCII only. */
export function caselessKey(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
