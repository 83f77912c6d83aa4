/** Hides values of secrets in what is logged and shown, also in their base64, URL and JSON forms. */
const hidden = '********';
/** Shorter values would hide innocent text. */
const minLength = 4;

export function maskText(text: string, masks: ReadonlySet<string>): string {
  let masked = text;
  for (const mask of masks) if (masked.includes(mask)) masked = masked.replaceAll(mask, hidden);
  return masked;
}

/** Adds a value in all its forms; the longest come first, so that no part of a longer one is left standing. */
export function addMask(masks: Set<string>, value: string): void {
  if (value.length < minLength) return;
  addMasks(masks, formsOf(value));
}

/** Adds what another run hides. */
export function addMasks(masks: Set<string>, others: Iterable<string>): void {
  const forms = new Set([...masks, ...others]);
  masks.clear();
  for (const form of [...forms].sort((a, b) => b.length - a.length)) masks.add(form);
}

function formsOf(value: string): readonly string[] {
  const base64 = Buffer.from(value).toString('base64');
  return [
    value,
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(value).toString('base64url'),
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
  ].filter((form) => form.length >= minLength);
}
