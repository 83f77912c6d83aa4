import type { TenantKey } from '@windhover/model';
import { neverCrash, safeSegments, type CrashAt, type FileStore } from '@windhover/ports';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { LocalTenantFiles } from './local-tenant-files.ts';
import { prepareUploads } from './uploads.ts';

export interface LocalFilesOptions {
  /** The folder that holds a folder a tenant; made where missing, readable by this user only. */
  readonly root: string;
  /** `relaxed` leaves it to the system when files reach the disk. Default `strict`. */
  readonly durability?: 'strict' | 'relaxed';
  /** For tests of recovery. */
  readonly crashAt?: CrashAt | undefined;
}

/** Internal storage on the local disk: `<root>/<tenant key>/<path>`. */
export function openLocalFiles({ root, durability = 'strict', crashAt = neverCrash }: LocalFilesOptions): FileStore {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const realRoot = realpathSync.native(root);
  const uploads = prepareUploads(realRoot);
  return {
    open(tenantKey: TenantKey) {
      const segments = safeSegments(`/${tenantKey}`);
      return new LocalTenantFiles({
        root: join(realRoot, ...segments),
        uploads,
        isStrict: durability === 'strict',
        crashAt,
      });
    },
    async close() {},
  };
}
