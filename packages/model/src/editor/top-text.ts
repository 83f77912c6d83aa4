/** The text of a key at the top of a source that is still being written, by its indentation alone; undefined where none stands. */
import { childOf, outlineOf } from './outline.ts';

export function topText(source: string, key: string): string | undefined {
  const text = childOf(outlineOf(source), key)?.value;
  return text === '' ? undefined : text;
}
