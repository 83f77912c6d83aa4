import { setProperty } from '@windhover/model';

/** The source of a flow under another id; all else, comments too, stays as it is written. It brings a YAML parser along. */
export function copiedSource(source: string, id: string): string {
  return setProperty(source, 'id', id, 'id');
}
