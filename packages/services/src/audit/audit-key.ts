import { derivedKey } from '../secrets/derived-key.ts';

/** The key of all audit logs of an instance: who has the database alone cannot write a chain under it. */
export function auditKeyOf(masterKey: Uint8Array): Uint8Array {
  return derivedKey(masterKey, 'audit log');
}
