import type { IdentityStore } from '@windhover/ports';
import type { InstanceDeps } from '../store-deps.ts';
import { failedLoginStore } from './failed-login-store.ts';
import { sessionStore } from './session-store.ts';
import { tokenStore } from './token-store.ts';
import { userStore } from './user-store.ts';

export function identityStore(deps: InstanceDeps): IdentityStore {
  return { ...userStore(deps), ...sessionStore(deps), ...failedLoginStore(deps), ...tokenStore(deps) };
}
