/** The first line of a backup: what it is, and what it takes to read the rest. */
import { BackupNotRestored } from '@windhover/model';

/** The newest format that this version writes and reads. */
export const backupFormat = 1;

export type BackupKind = 'FULL' | 'TENANT';

export interface BackupHeader {
  readonly windhoverBackup: typeof backupFormat;
  readonly kind: BackupKind;
  /** ISO-8601. */
  readonly createdAt: string;
  readonly encryption: BackupEncryption | null;
}

/** How the key is made: from that of the instance (HKDF), or from one that a person chose (scrypt). `salt` is base64. */
export type BackupEncryption =
  | { readonly cipher: 'AES-256-GCM'; readonly key: 'INSTANCE'; readonly salt: string }
  | {
      readonly cipher: 'AES-256-GCM';
      readonly key: 'GIVEN';
      readonly salt: string;
      readonly scrypt: { readonly N: number; readonly r: number; readonly p: number };
    };

const beginning = '{"windhoverBackup":';
export const maxHeaderBytes = 4096;

/** With the line's end. */
export function headerLine(header: BackupHeader): string {
  return `${JSON.stringify(header)}\n`;
}

/** Throws {@link BackupNotRestored} for a line that is none, and for a format that is newer. */
export function parseHeader(line: string): BackupHeader {
  const header = line.startsWith(beginning) ? (parsed(line) as BackupHeader | undefined) : undefined;
  const format: unknown = header?.windhoverBackup;
  if (header === undefined || typeof format !== 'number') throw noBackup();
  if (format > backupFormat)
    throw new BackupNotRestored({
      reason: `the backup has format ${format}, and this version reads formats up to ${backupFormat}: restore it with the version that made it, or a newer one`,
    });
  if (!isKnownEncryption(header.encryption)) throw noBackup();
  return header;
}

function isKnownEncryption(encryption: Partial<BackupEncryption> | null | undefined): boolean {
  if (encryption === null) return true;
  if (encryption?.cipher !== 'AES-256-GCM' || typeof encryption.salt !== 'string') return false;
  if (encryption.key === 'INSTANCE') return true;
  if (encryption.key !== 'GIVEN' || !('scrypt' in encryption)) return false;
  const { N, r, p } = encryption.scrypt ?? {};
  return [N, r, p].every(Number.isSafeInteger);
}

function noBackup(): BackupNotRestored {
  return new BackupNotRestored({ reason: 'the file is no backup of Windhover' });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // the caller says what is wrong
  }
}
