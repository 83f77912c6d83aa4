/** The key under which secrets are wrapped: configured, or made at the first start and kept beside the database. */
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandFailed } from '../command.ts';
import type { Configuration } from './configuration.ts';

export interface EncryptionKey {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** The file that was made just now; undefined when the key was there already. */
  readonly madeIn?: string;
}

/** Safe to call from several processes at once: all answer the same key. */
export function encryptionKey(configuration: Configuration, dataDirectory: string): EncryptionKey {
  const configured = configuration.find('text', 'kestra.encryption.secret-key');
  if (configured !== undefined) return { key: Buffer.from(configured, 'base64') };
  const file = join(dataDirectory, 'secret.key');
  const madeIn = existsSync(file) || !makeKey(file) ? {} : { madeIn: file };
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== 32)
    throw new CommandFailed(`'${file}' does not hold base64 of 32 bytes: restore it from a backup`);
  return { key, ...madeIn };
}

/** Whether this call made it. Written aside and linked, so that nobody reads half a key. */
function makeKey(file: string): boolean {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(aside, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false; // somebody was faster
    throw error;
  } finally {
    rmSync(aside);
  }
}
