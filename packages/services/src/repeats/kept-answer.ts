/**
 * What is kept of a call under an idempotency key. The row's name is a digest, and the answer is sealed under a key made
 * from the client's: a copy of the store shows neither who called nor what was answered, tokens included.
 */
import { createHash } from 'node:crypto';
import { IllegalState, type Json, type TenantKey } from '@windhover/model';
import { derivedKey } from '../secrets/derived-key.ts';
import { openText, sealText } from '../secrets/sealed-text.ts';

/** A call that its client may repeat. */
export interface RepeatableCall {
  /** What the client calls it: one caller's, in one tenant, for one operation and what its path names. */
  readonly key: string;
  readonly callerId: string;
  /** Undefined above the tenants. */
  readonly tenantKey: TenantKey | undefined;
  readonly operation: string;
  /** What was said beyond the path, as text: a repeat says the same. */
  readonly said: string;
}

export interface CallAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Absent: none. */
  readonly body?: Json;
}

export interface Kept {
  /** Digest of what was said. */
  readonly said: string;
  readonly answer: CallAnswer;
}

/** Differs for everything that a key counts for. */
export function nameOfCall({ key, callerId, tenantKey, operation }: RepeatableCall): string {
  return digest(JSON.stringify([callerId, tenantKey ?? null, operation, key]));
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** `masterKey`: the instance's, without which a key that is easy to guess protects nothing. */
export function sealKept(call: RepeatableCall, masterKey: Uint8Array | undefined, kept: Kept): string {
  return sealText(keyOf(call, masterKey), nameOfCall(call), JSON.stringify(kept));
}

/** Throws `IllegalState` when the instance has got another key since. */
export function openKept(call: RepeatableCall, masterKey: Uint8Array | undefined, sealed: string): Kept {
  try {
    return JSON.parse(openText(keyOf(call, masterKey), nameOfCall(call), sealed)) as Kept;
  } catch (cause) {
    const reason = 'this Idempotency-Key was used before the encryption key was changed; use another one';
    throw new IllegalState({ reason }, { cause });
  }
}

function keyOf({ key }: RepeatableCall, masterKey: Uint8Array | undefined): Uint8Array {
  const secret = Buffer.concat([Buffer.from(masterKey ?? []), Buffer.from(key)]);
  return derivedKey(secret, 'kept answer');
}
