import type { TenantKey } from '@windhover/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeptAnswer, Store } from '../index.ts';
import { aTenant } from './builders.ts';
import { aScope, start, unique, type OpenedStore, type OpenStore } from './opened-store.ts';

/** Kept long before any other one, so that what is deleted by age is the test's own. */
const longAgo = -start;

function anAnswer(facts: Partial<KeptAnswer> = {}): KeptAnswer {
  return { name: unique('answer'), keptAt: start, body: 'sealed', ...facts };
}

export function keptAnswersContract(open: OpenStore): void {
  describe('kept answers', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('an answer is found by its name, where it was kept and nowhere else', async () => {
      const [own, other] = [aScope(store), aScope(store)];
      const answer = anAnswer();
      const above = { ...answer, body: 'above the tenants' };

      await store.write([own.keptAnswers.keep(answer, start), store.keptAnswers.keep(above, start)]);

      expect(await own.keptAnswers.find(answer.name)).toEqual(answer);
      expect(await store.keptAnswers.find(answer.name)).toEqual(above);
      expect(await other.keptAnswers.find(answer.name)).toBeUndefined();
      expect(await own.keptAnswers.find('none')).toBeUndefined();
    });

    test('one name is answered once, and nothing else of a second unit is written', async () => {
      const scope = aScope(store);
      const first = anAnswer();
      const setting = unique('setting');
      await store.write([scope.keptAnswers.keep(first, start)]);

      const second = store.write([
        store.setSetting(setting, 'second'),
        scope.keptAnswers.keep({ ...first, keptAt: start + 1, body: 'second' }, start),
      ]);

      await expect(second).rejects.toMatchObject({ thing: 'Kept answer', id: first.name });
      expect(await scope.keptAnswers.find(first.name)).toEqual(first);
      expect(await store.getSetting(setting)).toBeUndefined();
    });

    test('of two units with one name at the same moment one is written', async () => {
      const scope = aScope(store);
      const name = unique('answer');
      const bodies = ['one', 'other'];

      const ends = await Promise.allSettled(
        bodies.map((body) => store.write([scope.keptAnswers.keep(anAnswer({ name, body }), start)])),
      );

      const written = bodies.filter((_, index) => ends[index]!.status === 'fulfilled');
      expect(written).toHaveLength(1);
      expect((await scope.keptAnswers.find(name))?.body).toBe(written[0]);
    });

    test('one that has expired makes room for another', async () => {
      const scope = aScope(store);
      const expired = anAnswer();
      const next = { ...expired, keptAt: start + 10, body: 'next' };
      await store.write([scope.keptAnswers.keep(expired, start)]);

      await store.write([scope.keptAnswers.keep(next, start + 1)]);

      expect(await scope.keptAnswers.find(expired.name)).toEqual(next);
    });

    test('answers are deleted by their age, those of tenants and those above them', async () => {
      const scope = aScope(store);
      const [older, younger, above] = [
        anAnswer({ keptAt: longAgo }),
        anAnswer({ keptAt: longAgo + 1 }),
        anAnswer({ keptAt: longAgo }),
      ];
      await store.write([
        scope.keptAnswers.keep(older, longAgo),
        scope.keptAnswers.keep(younger, longAgo),
        store.keptAnswers.keep(above, longAgo),
      ]);

      await store.write([store.keptAnswers.deleteKeptBefore(longAgo + 1)]);

      expect(await scope.keptAnswers.find(older.name)).toBeUndefined();
      expect(await store.keptAnswers.find(above.name)).toBeUndefined();
      expect(await scope.keptAnswers.find(younger.name)).toEqual(younger);
    });

    test('the answers of a tenant go with it, and none is kept any more', async () => {
      const [tenant, other] = [aTenant(), aTenant()];
      await store.write([store.tenants.insert(tenant), store.tenants.insert(other)]);
      const scopes = [tenant, other].map(({ key }: { readonly key: TenantKey }) => store.scope(key));
      const answer = anAnswer();
      await store.write(scopes.map(({ keptAnswers }) => keptAnswers.keep(answer, start)));

      await store.write([store.tenants.remove(tenant.key)]);

      expect(await scopes[0]!.keptAnswers.find(answer.name)).toBeUndefined();
      expect(await scopes[1]!.keptAnswers.find(answer.name)).toEqual(answer);
      await expect(store.write([scopes[0]!.keptAnswers.keep(anAnswer(), start)])).rejects.toMatchObject({
        thing: 'Tenant',
      });
    });
  });
}
