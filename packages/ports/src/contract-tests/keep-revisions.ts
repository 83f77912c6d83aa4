import { expect, test } from 'vitest';
import type { JsonObject } from '@windhover/model';
import { Conflict, type SourceRevision, type SourceRevisionStore, type Store, type TenantScope } from '../index.ts';
import { aScope } from './opened-store.ts';

export interface KeptSources {
  /** As conflicts name it. */
  readonly thing: string;
  /** In namespace `company.team`. */
  readonly id: string;
  of(scope: TenantScope): SourceRevisionStore;
  make(parts?: Partial<SourceRevision>): SourceRevision;
  /** One with a `null` in it. */
  readonly document: JsonObject;
}

/** What must hold of all sources whose revisions stay. */
export function keepRevisions(store: () => Store, { thing, id, of, make, document }: KeptSources): void {
  test('a revision comes back as it was saved, also once there is a newer one', async () => {
    const sources = of(aScope(store()));
    const first = make({ source: 'id: "héllo 🦅"\n', document, createdBy: 'jane' });
    const second = make({ revision: 2 });
    await store().write([sources.append(first), sources.append(second)]);
    expect(await sources.findLatest('company.team', id)).toEqual(second);
    expect(await sources.findRevision('company.team', id, 1)).toEqual(first);
    expect(await sources.findRevision('company.team', id, 3)).toBeUndefined();
    expect(await sources.findLatest('company', id)).toBeUndefined();
  });

  test('revisions follow each other without gaps', async () => {
    const sources = of(aScope(store()));
    const append = (revision: number) => store().write([sources.append(make({ revision }))]);
    await expect(append(2)).rejects.toBeInstanceOf(Conflict);
    await append(1);
    await expect(append(1)).rejects.toMatchObject({ thing, id: `company.team.${id}` });
    await append(2);
    await expect(append(4)).rejects.toBeInstanceOf(Conflict);
  });

  test('a tombstone is found by name, and its namespace is in no list', async () => {
    const sources = of(aScope(store()));
    await store().write([sources.append(make()), sources.append(make({ revision: 2, deleted: true }))]);
    expect((await sources.findLatest('company.team', id))?.deleted).toBe(true);
    expect(await sources.listNamespaces()).toEqual([]);
  });
}
