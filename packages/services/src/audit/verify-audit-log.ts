/** Whether an audit log is as it was written. */
import { createHash } from 'node:crypto';
import type { AuditEntry } from '@windhover/model';
import type { AuditStore } from '@windhover/ports';

export type Verification =
  | { readonly kind: 'intact'; readonly entries: number; readonly head: string | undefined }
  | { readonly kind: 'broken'; readonly reason: string };

const linksAtOnce = 1_000;

/**
 * Follows the chain from its oldest entry to its newest: an entry that was changed, taken out, put in or moved is the
 * first that does not fit, and entries cut off at the end are missed by the head.
 */
export async function verifyAuditLog(audit: AuditStore): Promise<Verification> {
  const head = await audit.head();
  let [previous, afterSeq, entries] = [head?.anchor ?? '', 0, 0];
  for (;;) {
    const links = await audit.chain(afterSeq, linksAtOnce);
    for (const link of links) {
      const expected = createHash('sha256').update(`${link.previousHash}\n${link.body}`).digest('hex');
      if (link.previousHash !== previous)
        return broken(link.body, 'does not follow the entry before it: one is missing');
      if (link.hash !== expected) return broken(link.body, 'is not as it was written');
      previous = link.hash;
      afterSeq = link.seq;
      entries += 1;
    }
    if (links.length < linksAtOnce) break;
  }
  const missing = head === undefined ? 0 : head.entries - head.purged - entries;
  if (missing > 0 || (head !== undefined && head.hash !== previous))
    return { kind: 'broken', reason: `The newest ${missing} entries are missing` };
  if (missing < 0) return { kind: 'broken', reason: `There are ${-missing} entries more than were written` };
  return { kind: 'intact', entries, head: head?.hash };
}

function broken(body: string, what: string): Verification {
  return { kind: 'broken', reason: `${nameOf(body)} ${what}` };
}

function nameOf(body: string): string {
  try {
    const { id, at } = JSON.parse(body) as AuditEntry;
    return `Entry '${id}' of ${new Date(at).toISOString()}`;
  } catch {
    return 'An entry that cannot be read';
  }
}
