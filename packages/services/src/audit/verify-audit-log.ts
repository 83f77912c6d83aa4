/** Whether an audit log is as it was written. */
import { createHash, createHmac } from 'node:crypto';
import type { AuditEntry, TenantKey } from '@windhover/model';
import { sealedHashPrefix, type AuditLink, type Store } from '@windhover/ports';
import { auditKeyOf } from './audit-key.ts';

export type Verification =
  | {
      readonly kind: 'intact';
      readonly entries: number;
      /** Those of them that were written without a key: whoever can write the database could have written them. */
      readonly unsealed: number;
      /** The entry that was the newest when the head was written down has been purged since: it cannot be compared. */
      readonly isKnownPurged?: true;
    }
  | { readonly kind: 'broken'; readonly reason: string };

/** What a log had come to when its end was written down elsewhere. */
export interface KnownHead {
  readonly entries: number;
  readonly hash: string;
}

export interface VerifyOptions {
  /** Of the instance; without it sealed entries cannot be checked and count as broken. */
  readonly masterKey: Uint8Array | undefined;
  readonly known?: KnownHead | undefined;
}

const linksAtOnce = 1_000;

/**
 * Follows the chain from its oldest entry to its newest: an entry that was changed, taken out, put in or moved is the
 * first that does not fit, and entries cut off at the end are missed by the head. Sealed entries are followed by sealed ones
 * alone. A head that was written down elsewhere finds a log that was cut off or put back together with its head.
 */
export async function verifyAuditLog(
  store: Store,
  tenantKey: TenantKey,
  { masterKey, known }: VerifyOptions,
): Promise<Verification> {
  const { audit } = store.scope(tenantKey);
  const key = masterKey && auditKeyOf(masterKey);
  const head = await audit.head();
  let [previous, afterSeq, entries, unsealed] = [head?.anchor ?? '', 0, 0, 0];
  const purged = head?.purged ?? 0;
  if (known !== undefined && known.entries === purged && purged > 0 && known.hash !== previous)
    return { kind: 'broken', reason: 'The entries that were purged are not those of the head that was written down' };
  for (;;) {
    const links = await audit.chain(afterSeq, linksAtOnce);
    for (const link of links) {
      const isSealed = link.hash.startsWith(sealedHashPrefix);
      if (link.previousHash !== previous)
        return broken(link.body, 'does not follow the entry before it: one is missing');
      if (!isSealed && previous.startsWith(sealedHashPrefix))
        return broken(link.body, "was not sealed with the instance's key");
      if (isSealed && key === undefined)
        return broken(link.body, 'was sealed with a key that this instance does not have');
      if (link.hash !== hashOf(link, tenantKey, isSealed ? key : undefined))
        return broken(link.body, 'is not as it was written');
      previous = link.hash;
      afterSeq = link.seq;
      entries += 1;
      if (!isSealed) unsealed += 1;
      if (known !== undefined && purged + entries === known.entries && link.hash !== known.hash)
        return broken(link.body, 'is not the one that was the newest when the head was written down');
    }
    if (links.length < linksAtOnce) break;
  }
  const missing = head === undefined ? 0 : head.entries - head.purged - entries;
  if (missing > 0 || (head !== undefined && head.hash !== previous))
    return { kind: 'broken', reason: `The newest ${missing} entries are missing` };
  if (missing < 0) return { kind: 'broken', reason: `There are ${-missing} entries more than were written` };
  const cutOff = (known?.entries ?? 0) - (head?.entries ?? 0);
  if (cutOff > 0)
    return { kind: 'broken', reason: `${cutOff} entries are missing that were there when the head was written down` };
  return {
    kind: 'intact',
    entries,
    unsealed,
    ...(known !== undefined && known.entries < purged && { isKnownPurged: true }),
  };
}

function hashOf({ previousHash, body }: AuditLink, tenantKey: TenantKey, key: Uint8Array | undefined): string {
  const text = `${previousHash}\n${body}`;
  if (key === undefined) return createHash('sha256').update(text).digest('hex');
  return `${sealedHashPrefix}${createHmac('sha256', key).update(`${tenantKey}\n${text}`).digest('hex')}`;
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
