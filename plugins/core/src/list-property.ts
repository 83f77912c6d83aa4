import { z } from 'zod';

/** A list of texts; also one text alone, or the JSON of a list as a template makes it. */
export function listProperty() {
  return z.union([z.array(z.string()), z.string().transform(toList)]);
}

/** The texts of a JSON list, or the text itself where it is none. */
export function toList(text: string): string[] {
  if (!text.trimStart().startsWith('[')) return [text];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [text];
  } catch {
    return [text]; // a name may begin with a bracket
  }
}
