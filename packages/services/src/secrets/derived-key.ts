import { hkdfSync } from 'node:crypto';

/** A key of 256 bits for one purpose, and within it for one `context`, from the key of the instance: none leads to another. */
export function derivedKey(masterKey: Uint8Array, purpose: string, context = ''): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, `windhover ${purpose}`, context, 32));
}
