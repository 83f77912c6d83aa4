import type { TenantKey } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import type { Reader } from '../reader.ts';
import { bindingStore } from './binding-store.ts';
import { groupStore } from './group-store.ts';
import { roleStore } from './role-store.ts';
import { tenantAccessStore } from './tenant-access-store.ts';

export interface AccessStoreDeps {
  readonly key: TenantKey;
  readonly points: PointReads;
  readonly reader: Reader;
}

export function accessStore(deps: AccessStoreDeps): AccessStore {
  return { ...tenantAccessStore(deps), ...roleStore(deps), ...bindingStore(deps), ...groupStore(deps) };
}
