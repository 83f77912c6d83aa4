/** Each value of a secret is sealed for its number. */
import { randomBytes } from 'node:crypto';
import type { Secret } from '@windhover/model';
import { expect, test } from 'vitest';
import { openText, sealText } from './sealed-text.ts';
import { openSecret, openVersion, sealNext } from './secret-versions.ts';

const key = randomBytes(32);
const cipher = {
  seal: (place: string, text: string) => sealText(key, place, text),
  open: (place: string, sealed: string) => openText(key, place, sealed),
};

test('a value opens as the version that it was sealed for, and as no other', () => {
  const name = { namespace: 'a', key: 'KEY' };
  const times = { tags: [], createdAt: 0, updatedAt: 0 };
  const next = (before: Secret | undefined, value: string): Secret => {
    return { ...name, ...times, ...sealNext(cipher, name, before, { value, now: 0, by: undefined, most: 3 }) };
  };
  const [first, second] = [next(undefined, 'first'), next(next(undefined, 'first'), 'second')];

  expect([openVersion(cipher, second, 1), openVersion(cipher, second, 2)]).toEqual(['first', 'second']);
  expect(openVersion(cipher, second, 3)).toBeUndefined();
  expect(() => openSecret(cipher, name, { ...second, ciphertext: first.ciphertext })).toThrow();
  expect(() => openSecret(cipher, name, { ...first, version: 2 })).toThrow();
});

test('a value from before there were versions is the first, and one that cannot be read is none', () => {
  const name = { namespace: 'a', key: 'KEY' };
  const old: Secret = { ...name, tags: [], createdAt: 0, updatedAt: 0, ciphertext: cipher.seal('secret/a/KEY', 'old') };
  const next = (before: Secret): Secret => {
    return { ...before, ...sealNext(cipher, name, before, { value: 'new', now: 1, by: 'user', most: 3 }) };
  };

  expect([1, 2].map((version) => openVersion(cipher, next(old), version))).toEqual(['old', 'new']);
  const lost = next({ ...old, ciphertext: cipher.seal('secret/b/KEY', 'old') });
  expect([lost.version, lost.earlier, openVersion(cipher, lost, 2)]).toEqual([2, undefined, 'new']);
});
