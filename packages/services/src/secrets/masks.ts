/** Hides values of secrets in what is logged and shown, also in their base64, URL and JSON forms. */
export const hidden = '********';
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
  const json = inJson(value);
  return [
    value,
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(value).toString('base64url'),
    ...withinBase64(value),
    encodeURIComponent(value),
    new URLSearchParams({ '': value }).toString().slice(1),
    json,
    inJson(json),
  ].filter((form) => form.length >= minLength);
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Shorter pieces of base64 would hide innocent text. */
const minPiece = 8;

/** What every text with the value in it has in common in base64, whatever its length before and after. */
function withinBase64(value: string): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
    // Six bits a letter: those at the ends that hold bits of other bytes differ from text to text
    const [first, end] = [Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)];
    const pieces = [bytes.toString('base64'), bytes.toString('base64url')].map((text) => text.slice(first, end));
    return pieces.filter((piece) => piece.length >= minPiece);
  });
}
