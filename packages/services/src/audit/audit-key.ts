import { hkdfSync } from 'node:crypto';

/** The key of all audit logs of an instance: who has the database alone cannot write a chain under it. */
export function auditKeyOf(masterKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, 'windhover audit log', '', 32));
}
