import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageRequest, QueryFilter } from '@windhover/model';
import { sealedHashPrefix, type Store } from '../index.ts';
import { anAuditEntry } from './builders.ts';
import { aScope, start, type OpenedStore, type OpenStore } from './opened-store.ts';

const firstPage: PageRequest = { page: 1, size: 100, sort: [] };

export function auditContract(open: OpenStore): void {
  describe('audit', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test.for<[string, QueryFilter[], string[]]>([
      ['nothing: newest first', [], ['c', 'b', 'a']],
      ['user', [{ field: 'userId', operation: 'EQUALS', value: 'jane' }], ['b']],
      ['type', [{ field: 'type', operation: 'IN', value: ['DELETE', 'LOGIN'] }], ['c', 'b']],
      ['resource', [{ field: 'resources', operation: 'EQUALS', value: 'USER' }], ['b']],
      ['namespace', [{ field: 'namespace', operation: 'PREFIX', value: 'company' }], ['c']],
      ['id', [{ field: 'id', operation: 'EQUALS', value: 'a' }], ['a']],
      ['time', [{ field: 'startDate', operation: 'GREATER_THAN', value: new Date(start).toISOString() }], ['c', 'b']],
    ])('search by %s', async ([, filters, expected]) => {
      const { audit } = aScope(store);
      await store.write(
        [
          anAuditEntry({ id: 'a', before: 'ü', after: '🦅', ipAddress: '::1' }),
          anAuditEntry({ id: 'b', at: start + 1, type: 'LOGIN', userId: 'jane', resource: 'USER' }),
          anAuditEntry({ id: 'c', at: start + 1, type: 'DELETE', detail: { namespace: 'company.team' } }),
        ].map((entry) => audit.append(entry)),
      );
      const found = await audit.search(filters, firstPage);
      expect(found.results.map(({ id }) => id)).toEqual(expected);
      expect(found.total).toBe(expected.length);
      const byDate = (direction: 'asc' | 'desc') => ({ ...firstPage, sort: [{ field: 'date', direction }] });
      expect((await audit.search(filters, byDate('desc'))).results).toEqual(found.results);
      expect((await audit.search(filters, byDate('asc'))).results).toEqual(found.results.toReversed());
    });

    test('search by text, by flow and by details', async () => {
      const { audit } = aScope(store);
      await store.write(
        [
          anAuditEntry({ id: 'a', detail: { namespace: 'company', flowId: 'one', revision: 1 } }),
          anAuditEntry({ id: 'b', at: start + 1, detail: { executionId: 'exec', flowId: 'two' } }),
        ].map((entry) => audit.append(entry)),
      );
      const found = async (field: string, value: QueryFilter['value']): Promise<readonly string[]> =>
        (await audit.search([{ field, operation: 'EQUALS', value }], firstPage)).results.map(({ id }) => id);
      expect(await found('q', 'EXEC')).toEqual(['b']);
      expect(await found('flowId', 'one')).toEqual(['a']);
      expect(await found('executionId', 'exec')).toEqual(['b']);
      expect(await found('details', { flowId: 'two', executionId: 'exec' })).toEqual(['b']);
      expect(await found('details', { flowId: 'one', executionId: 'exec' })).toEqual([]);
    });

    test('an entry is found by its id, and with those about the same thing', async () => {
      const [one, other] = [aScope(store), aScope(store)];
      const [first, second, third] = [
        anAuditEntry({ detail: { id: 'thing' } }),
        anAuditEntry({ at: start + 1, type: 'UPDATE', detail: { id: 'thing' }, before: 'a', after: 'b' }),
        anAuditEntry({ detail: { flowId: 'thing' } }),
      ];
      await store.write([
        one.audit.append(first),
        one.audit.append(second),
        other.audit.append(third),
        one.audit.append(anAuditEntry()),
      ]);
      expect(await one.audit.find(second.id)).toEqual(second);
      expect(await other.audit.find(second.id)).toBeUndefined();
      expect(await one.audit.history('thing', 10)).toEqual([second, first]);
      expect(await one.audit.history('thing', 1)).toEqual([second]);
      expect(await store.audit.find(third.id)).toEqual({ key: other.key, entry: third });
      const all = await store.audit.search([{ field: 'id', operation: 'IN', value: [first.id, third.id] }], firstPage);
      expect(new Set(all.results)).toEqual(
        new Set([
          { key: one.key, entry: first },
          { key: other.key, entry: third },
        ]),
      );
      expect(await store.audit.keys()).toEqual(expect.arrayContaining([one.key, other.key]));
    });

    test('each entry carries the hash of the one before, also when many are appended at once', async () => {
      const [{ audit }, other] = [aScope(store), aScope(store)];
      expect(await audit.head()).toBeUndefined();
      const entries = Array.from({ length: 20 }, (_, index) => anAuditEntry({ at: start + index, before: 'ü\n🦅' }));
      await Promise.all(
        entries.flatMap((entry) => [
          store.write([audit.append(entry)]),
          store.write([other.audit.append(anAuditEntry()), other.audit.append(anAuditEntry())]),
        ]),
      );
      let previous = '';
      const links = [...(await audit.chain(0, 15)), ...(await audit.chain((await audit.chain(0, 15)).at(-1)!.seq, 15))];
      expect(links.map(({ body }) => JSON.parse(body))).toEqual(entries);
      for (const { body, previousHash, hash } of links) {
        expect(previousHash).toBe(previous);
        expect(hash).toBe(await sha256(`${previous}\n${body}`));
        previous = hash;
      }
      expect(await audit.head()).toEqual({ entries: 20, purged: 0, hash: previous, anchor: '' });
      expect((await other.audit.head())?.entries).toBe(40);
    });

    test('with a key the hash is an HMAC of tenant, chain and entry', async () => {
      const key = crypto.getRandomValues(new Uint8Array(32));
      const keyed = await open({ auditKey: () => key });
      const { key: tenantKey, audit } = aScope(keyed.store);
      await keyed.store.write([audit.append(anAuditEntry({ before: 'ü\n🦅' })), audit.append(anAuditEntry())]);
      let previous = '';
      for (const { body, previousHash, hash } of await audit.chain(0, 10)) {
        expect(previousHash).toBe(previous);
        expect(hash).toBe(`${sealedHashPrefix}${await hmac(key, `${tenantKey}\n${previous}\n${body}`)}`);
        previous = hash;
      }
      expect(await audit.head()).toEqual({ entries: 2, purged: 0, hash: previous, anchor: '' });
      await keyed.close();
    });

    test('the oldest entries can be purged, and the rest still holds together', async () => {
      const { audit } = aScope(store);
      const entries = [0, 1, 2, 3].map((index) => anAuditEntry({ at: start + index }));
      await store.write(entries.map((entry) => audit.append(entry)));
      const before = await audit.chain(0, 10);

      await store.write([audit.purgeBefore(start + 2)]);
      expect((await audit.search([], firstPage)).total).toBe(2);
      expect(await audit.head()).toEqual({ entries: 4, purged: 2, hash: before[3]!.hash, anchor: before[1]!.hash });
      await store.write([audit.purgeBefore(start + 100)]);
      await store.write([audit.purgeBefore(start + 100)]);

      expect(await audit.head()).toEqual({ entries: 4, purged: 4, hash: before[3]!.hash, anchor: before[3]!.hash });
      await store.write([audit.append(anAuditEntry())]);
      expect((await audit.chain(0, 10))[0]?.previousHash).toBe(before[3]!.hash);
    });

    test('what another tenant did since keeps nothing from being purged', async () => {
      const [{ audit }, other] = [aScope(store), aScope(store)];
      await store.write([other.audit.append(anAuditEntry({ at: start + 100 }))]);
      await store.write([audit.append(anAuditEntry())]);

      await store.write([audit.purgeBefore(start + 2)]);

      expect(await audit.head()).toMatchObject({ entries: 1, purged: 1 });
      expect(await other.audit.head()).toMatchObject({ entries: 1, purged: 0 });
    });
  });
}

async function sha256(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign']);
  return hex(await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text)));
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
