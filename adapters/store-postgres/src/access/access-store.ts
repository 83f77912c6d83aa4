import type { TenantKey } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { bindingStore } from './binding-store.ts';
import { groupStore } from './group-store.ts';
import { roleStore } from './role-store.ts';
import { tenantAccessStore } from './tenant-access-store.ts';

export interface AccessStoreDeps {
  readonly key: TenantKey;
  readonly reads: Reads;
}

export function accessStore(deps: AccessStoreDeps): AccessStore {
  return { ...tenantAccessStore(deps), ...roleStore(deps), ...bindingStore(deps), ...groupStore(deps) };
}
