/** Random credentials and what is stored of them. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Ids } from '../deps.ts';

/** 256 random bits in 43 characters. */
export function randomSecret(ids: Ids): string {
  return Buffer.from(ids.random(32)).toString('base64url');
}

/** What is stored of a credential of full entropy: no salt and no stretching are needed. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** In constant time for texts of equal length. */
export function equalsInConstantTime(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
