import type { IdentityStore } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { sessionStore } from './session-store.ts';
import { tokenStore } from './token-store.ts';
import { userStore } from './user-store.ts';

export function identityStore(reads: Reads): IdentityStore {
  return { ...userStore(reads), ...sessionStore(reads), ...tokenStore(reads) };
}
