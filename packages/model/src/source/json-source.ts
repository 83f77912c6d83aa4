/** Flows that clients send as JSON, as YAML source. */
import { stringify } from 'yaml';

/** What the server adds to a flow and clients send back. */
const serverProperties: ReadonlySet<string> = new Set([
  'revision',
  'deleted',
  'tenantId',
  'updated',
  'source',
  'exception',
]);

/** YAML of a flow given as data; properties of the server and nulls are left out. */
export function sourceFromJson(flow: { readonly [key: string]: unknown }): string {
  const kept = Object.entries(flow).filter(
    ([key, value]) => !serverProperties.has(key) && value !== null && value !== undefined,
  );
  // `compat` quotes what YAML 1.1 would take for a boolean: yes, no, on, off
  return stringify(Object.fromEntries(kept), { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
