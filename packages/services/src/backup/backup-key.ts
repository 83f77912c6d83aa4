import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { BackupNotRestored, IllegalArgument } from '@windhover/model';
import { derivedKey } from '../secrets/derived-key.ts';
import type { BackupEncryption } from './backup-header.ts';

/** Whose key: of the instance, one that was given, or none at all. */
export type KeyChoice = { readonly given: string } | 'instance' | 'none';

/** About 0.2 s and 64 MB. */
const cost = { N: 2 ** 16, r: 8, p: 1 };
/** What a file may ask for at most: 512 MB. */
const maxMemory = 2 ** 29;
const keyBytes = 32;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** A new key of its own for each backup. Throws `IllegalArgument` when the instance has none to make it from. */
export async function newBackupKey(
  choice: KeyChoice,
  masterKey: Uint8Array | undefined,
): Promise<{ readonly encryption: BackupEncryption | null; readonly key: Uint8Array | undefined }> {
  if (choice === 'none') return { encryption: null, key: undefined };
  const salt = randomBytes(keyBytes).toString('base64');
  const encryption: BackupEncryption =
    choice === 'instance'
      ? { cipher: 'AES-256-GCM', key: 'INSTANCE', salt }
      : { cipher: 'AES-256-GCM', key: 'GIVEN', salt, scrypt: cost };
  if (choice === 'instance' && masterKey === undefined)
    throw new IllegalArgument({
      reason: 'encryption is not configured: set kestra.encryption.secret-key, or give --encryption-key',
    });
  return { encryption, key: await keyOf(encryption, choice === 'instance' ? undefined : choice.given, masterKey) };
}

/** The key of a backup. Throws {@link BackupNotRestored} when it takes one that is not there. */
export async function keyOf(
  encryption: BackupEncryption,
  given: string | undefined,
  masterKey: Uint8Array | undefined,
): Promise<Uint8Array> {
  const salt = Buffer.from(encryption.salt, 'base64');
  if (encryption.key === 'GIVEN') {
    if (given === undefined)
      throw new BackupNotRestored({
        reason: 'it was encrypted with a key of its own: give that with --encryption-key',
      });
    const { N, r, p } = encryption.scrypt;
    if (!(128 * N * r * p <= maxMemory)) throw new BackupNotRestored({ reason: 'its key takes too much memory' });
    return derive(given, salt, keyBytes, { N, r, p, maxmem: 2 * maxMemory });
  }
  if (given !== undefined) return derivedGivenInstanceKey(given, encryption.salt);
  if (masterKey === undefined)
    throw new BackupNotRestored({ reason: 'encryption is not configured: set kestra.encryption.secret-key' });
  return derivedKey(masterKey, 'backup', encryption.salt);
}

/** The backup of an instance is opened at another one with the first one's own key. */
function derivedGivenInstanceKey(given: string, salt: string): Uint8Array {
  const masterKey = Buffer.from(given, 'base64');
  if (masterKey.length !== keyBytes)
    throw new BackupNotRestored({
      reason:
        'it was encrypted with the key of its instance: --encryption-key takes that key, base64 of 32 bytes as in kestra.encryption.secret-key',
    });
  return derivedKey(masterKey, 'backup', salt);
}
