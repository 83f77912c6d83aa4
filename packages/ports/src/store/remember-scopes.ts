import type { TenantKey } from '@windhover/model';
import type { TenantScope } from './store.ts';

const maxScopes = 10_000;

/** Scopes hold no data, but making one takes 10 KB and longer than most of what is asked of it. */
export function rememberScopes(make: (key: TenantKey) => TenantScope): (key: TenantKey) => TenantScope {
  const scopes = new Map<TenantKey, TenantScope>();
  return (key) => {
    let scope = scopes.get(key);
    if (scope === undefined) {
      if (scopes.size >= maxScopes) scopes.clear();
      scope = make(key);
      scopes.set(key, scope);
    }
    return scope;
  };
}
