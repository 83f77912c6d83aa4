/**
 * Who a process is, so that the next one on the same system need not wait to know that it is gone. A number of a process
 * means something only within its system start and its process namespace (a container has its own).
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface Holder {
  /** No other one has it: what stands in the shards' rows. */
  readonly id: string;
}

/** `word` is random, `owner` says what holds it. */
export function thisHolder(owner: string, word: string): Holder {
  return { id: JSON.stringify([owner, hostname(), process.pid, system(), word]) };
}

/** Only what is certain counts: a process of this very system that is there no more. */
export function isSurelyGone(id: string): boolean {
  const [, , pid, ofSystem] = parts(id);
  if (typeof pid !== 'number' || ofSystem === null || ofSystem !== system()) return false;
  if (pid === process.pid) return false; // ourselves under another word: told apart by the caller
  try {
    process.kill(pid, 0);
    return isEnded(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** What it calls itself, and where it runs. */
export function ownerOf(id: string): string {
  const [owner, host, pid] = parts(id);
  return `${String(owner)} on ${String(host)}, process ${String(pid)}`;
}

/** It has a number still, because nobody has asked how it ended. */
function isEnded(pid: number): boolean {
  try {
    return /\) [XZ] /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Null where the system does not say. */
function system(): string | null {
  try {
    const start = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${start} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

function parts(id: string): readonly unknown[] {
  try {
    const found: unknown = JSON.parse(id);
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}
