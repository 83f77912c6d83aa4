const markers = /\{%-*\s*raw\s*-*%\}([\s\S]*?)\{%-*\s*endraw\s*-*%\}/g;

/** Takes remaining raw markers off a result; this also hits markers that came out of a variable. */
export function unwrapRaw(text: string): string {
  if (!text.includes('{%') || !text.includes('endraw')) return text;
  return text.replace(markers, (_, body: string) => body);
}
