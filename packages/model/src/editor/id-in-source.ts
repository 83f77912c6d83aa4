/** The `id` of a source that is still being written, by its indentation alone; undefined where none stands. */
import { childOf, outlineOf } from './outline.ts';

export function idInSource(source: string): string | undefined {
  const id = childOf(outlineOf(source), 'id')?.value;
  return id === '' ? undefined : id;
}
