import type { TenantKey } from '@windhover/model';
import type { Caller } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { auditEntry } from './audit-entry.ts';

export interface Denial {
  readonly operationId: string;
  /** `RESOURCE:ACTION`; undefined where no permission would have helped. */
  readonly permission?: string | undefined;
  readonly namespace?: string | undefined;
  readonly reason: string;
}

/** Refusals of one caller in one log within a minute. */
interface Window {
  readonly key: TenantKey;
  readonly caller: Caller;
  readonly startedAt: number;
  readonly noted: Set<string>;
  more: number;
}

const windowMs = 60_000;
/** Different refusals that are noted one by one; the others are counted. */
const maxNoted = 10;
/** More callers than that are not remembered at a time. */
const maxWindows = 10_000;

/**
 * Refused calls in the audit log. Nobody fills it by being refused: of each caller ten different refusals a minute are
 * entries, and one entry more says how many others there were.
 */
export class DenialLog {
  readonly #deps: Pick<Deps, 'store' | 'clock' | 'ids'>;
  /** Oldest first. */
  readonly #windows = new Map<string, Window>();

  constructor(deps: Pick<Deps, 'store' | 'clock' | 'ids'>) {
    this.#deps = deps;
  }

  async note(key: TenantKey, caller: Caller, denial: Denial): Promise<void> {
    const window = await this.#windowOf(key, caller);
    const same = `${denial.operationId} ${denial.permission}`;
    if (window.noted.has(same) || window.noted.size >= maxNoted) {
      window.more += 1;
      return;
    }
    window.noted.add(same);
    const { operationId, permission, namespace, reason } = denial;
    await this.#append(window, permission?.split(':', 1)[0] ?? 'OPERATION', {
      operationId,
      ...(permission === undefined ? {} : { permission }),
      ...(namespace === undefined ? {} : { namespace }),
      reason,
    });
  }

  /** Writes what was only counted so far. */
  async close(): Promise<void> {
    for (const id of this.#windows.keys()) await this.#end(id);
  }

  async #windowOf(key: TenantKey, caller: Caller): Promise<Window> {
    const now = this.#deps.clock.now();
    for (const [id, { startedAt }] of this.#windows) {
      if (now - startedAt < windowMs && this.#windows.size < maxWindows) break;
      await this.#end(id);
    }
    const id = `${key}/${caller.user.id}`;
    const known = this.#windows.get(id);
    if (known !== undefined) return known;
    const window: Window = { key, caller, startedAt: now, noted: new Set(), more: 0 };
    this.#windows.set(id, window);
    return window;
  }

  async #end(id: string): Promise<void> {
    const window = this.#windows.get(id);
    this.#windows.delete(id);
    if (window === undefined || window.more === 0) return;
    await this.#append(window, 'OPERATION', { more: window.more, reason: 'refused as well' });
  }

  async #append(
    { key, caller }: Window,
    resource: string,
    detail: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    const entry = auditEntry(this.#deps, caller, { type: 'ACCESS_DENIED', resource, detail });
    await this.#deps.store.write([this.#deps.store.scope(key).audit.append(entry)]);
  }
}
