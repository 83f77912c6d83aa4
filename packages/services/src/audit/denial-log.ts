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

  /** Rejects when something could not be written; the refusal itself is, whatever becomes of earlier ones. */
  async note(key: TenantKey, caller: Caller, denial: Denial): Promise<void> {
    const ended = await this.#endAll(this.#takeOver());
    await this.#enter(this.#windowOf(key, caller), denial);
    if (ended.length > 0) throw ended[0];
  }

  /** Writes what was only counted so far. */
  async close(): Promise<void> {
    const all = [...this.#windows];
    this.#windows.clear();
    const problems = await this.#endAll(all);
    if (problems.length > 0) throw problems[0];
  }

  async #enter(window: Window, denial: Denial): Promise<void> {
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

  /** Takes out the windows that have ended, and the oldest where there are too many. */
  #takeOver(): readonly (readonly [id: string, Window])[] {
    const now = this.#deps.clock.monotonic();
    const over: (readonly [string, Window])[] = [];
    for (const [id, window] of this.#windows) {
      if (now - window.startedAt < windowMs && this.#windows.size < maxWindows) break;
      this.#windows.delete(id);
      over.push([id, window]);
    }
    return over;
  }

  /** Of a user, and another one of somebody who acts as that user. */
  #windowOf(key: TenantKey, caller: Caller): Window {
    const id = `${key}/${caller.user.id}/${caller.impersonatedBy ?? ''}`;
    const known = this.#windows.get(id);
    if (known !== undefined) return known;
    const window: Window = { key, caller, startedAt: this.#deps.clock.monotonic(), noted: new Set(), more: 0 };
    this.#windows.set(id, window);
    return window;
  }

  /** What kept some from being written; these are counted on, unless another window of theirs has begun. */
  async #endAll(windows: readonly (readonly [id: string, Window])[]): Promise<readonly unknown[]> {
    const problems: unknown[] = [];
    for (const [id, window] of windows) {
      if (window.more === 0) continue;
      await this.#append(window, 'OPERATION', { more: window.more, reason: 'refused as well' }).catch((error) => {
        problems.push(error);
        if (!this.#windows.has(id)) this.#windows.set(id, window);
      });
    }
    return problems;
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
