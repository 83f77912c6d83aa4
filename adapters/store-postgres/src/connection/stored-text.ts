/**
 * PostgreSQL's text holds every character but NUL, and users' texts may hold that one too. A code point that Unicode sets
 * aside for the inside of programs stands for it in the database.
 */
const nul = '\u0000';
const standIn = '\ufdd0';

export function toStoredText(text: string): string {
  return text.includes(nul) ? text.replaceAll(nul, standIn) : text;
}

export function fromStoredText(text: string): string {
  return text.includes(standIn) ? text.replaceAll(standIn, nul) : text;
}

/**
 * JSON whose strings PostgreSQL's own functions can read: NUL and halves of surrogate pairs, which its text has no place
 * for, become U+FFFD. Where nothing but our own code reads the JSON, it is stored as it is.
 */
export function toReadableJson(json: string): string {
  if (!json.includes('\\u')) return json;
  return json.replaceAll(
    /\\(?:u(?:(d[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2})|0000|d[89a-f][0-9a-f]{2})|[^u])/gi,
    (escape: string, pair: string | undefined) => (escape[1] !== 'u' || pair !== undefined ? escape : '\ufffd'),
  );
}
