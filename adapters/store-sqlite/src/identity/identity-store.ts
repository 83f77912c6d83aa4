import type { IdentityStore } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import type { Reader } from '../reader.ts';
import { sessionStore } from './session-store.ts';
import { tokenStore } from './token-store.ts';
import { userStore } from './user-store.ts';

export function identityStore(points: PointReads, reader: Reader): IdentityStore {
  return { ...userStore(points, reader), ...sessionStore(points), ...tokenStore(points) };
}
