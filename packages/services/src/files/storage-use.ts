/** How much a tenant keeps in files, and that it is no more than it may: asked only where there is a limit. */
import type { TenantKey } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { findLimit, limitReached } from '../limits/tenant-limits.ts';
import { walkAllFiles } from './all-files.ts';

type Content = AsyncIterable<Uint8Array> | Uint8Array;

export interface StorageUse {
  /** In bytes, with earlier revisions: as measured a while ago, with what was written here since. */
  of(tenantKey: TenantKey): Promise<number>;
  /** The content, counted as it is read. Throws `LimitReached`, at once or while it is read, when there is no room for it. */
  bounded(tenantKey: TenantKey, content: Content): Promise<Content>;
}

/** Other servers write, and files are deleted: until then what is known may be too much or too little. */
const measuredForMs = 600_000;
/** Before it is refused it is measured again, unless that was just done. */
const measuredAgainMs = 10_000;

interface Measured {
  bytes: number;
  readonly at: number;
}

export function createStorageUse(deps: Pick<Deps, 'backends' | 'tenantRecords' | 'settings' | 'clock'>): StorageUse {
  const known = new Map<TenantKey, Promise<Measured>>();

  const measured = async (tenantKey: TenantKey, maxAgeMs: number): Promise<Measured> => {
    const last = await known.get(tenantKey);
    if (last !== undefined && deps.clock.monotonic() - last.at < maxAgeMs) return last;
    const measuring = measure(deps, tenantKey);
    known.set(tenantKey, measuring);
    measuring.catch(() => known.delete(tenantKey));
    return measuring;
  };

  return {
    of: async (tenantKey) => (await measured(tenantKey, measuredForMs)).bytes,
    async bounded(tenantKey, content) {
      const limit = await findLimit(deps, tenantKey, 'storageBytes');
      if (limit === undefined) return content;
      const needed = content instanceof Uint8Array ? content.length : 1;
      let use = await measured(tenantKey, measuredForMs);
      if (use.bytes + needed > limit) use = await measured(tenantKey, measuredAgainMs);
      if (use.bytes + needed > limit) throw limitReached('storageBytes', limit);
      if (!(content instanceof Uint8Array)) return counted(content, use, limit);
      use.bytes += content.length;
      return content;
    },
  };
}

async function* counted(content: AsyncIterable<Uint8Array>, use: Measured, limit: number): AsyncIterable<Uint8Array> {
  let own = 0;
  for await (const chunk of content) {
    own += chunk.length;
    use.bytes += chunk.length;
    if (use.bytes > limit) {
      // Nothing of it stays
      use.bytes -= own;
      throw limitReached('storageBytes', limit);
    }
    yield chunk;
  }
}

async function measure(
  deps: Pick<Deps, 'backends' | 'tenantRecords' | 'clock'>,
  tenantKey: TenantKey,
): Promise<Measured> {
  const at = deps.clock.monotonic();
  let bytes = 0;
  for await (const { sizeBytes } of walkAllFiles(deps, tenantKey)) bytes += sizeBytes;
  return { bytes, at };
}
