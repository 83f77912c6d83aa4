import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openText, sealText } from './sealed-text.ts';

const key = new Uint8Array(32).fill(7);

test('what was sealed opens at its place alone, and is never sealed the same way twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plaintext, place) => {
      const sealed = sealText(key, place, plaintext);
      expect(sealed).toMatch(/^[\w-]+$/);
      expect(openText(key, place, sealed)).toBe(plaintext);
      expect(() => openText(key, `${place}.`, sealed)).toThrow();
      expect(() => openText(new Uint8Array(32), place, sealed)).toThrow();
      expect(sealText(key, place, plaintext)).not.toBe(sealed);
    }),
  );
  for (const cutOff of ['', 'AAAA', sealText(key, 'a', 'text').slice(0, 30)]) {
    expect(() => openText(key, 'a', cutOff)).toThrow();
  }
});

test('texts of plain base64, as they were written before, open', () => {
  const nonce = new Uint8Array(12).fill(0xfb);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from('a'));
  const sealed = Buffer.concat([nonce, cipher.update('text', 'utf8'), cipher.final(), cipher.getAuthTag()]);
  expect(sealed.toString('base64')).toContain('+');
  expect(openText(key, 'a', sealed.toString('base64'))).toBe('text');
});
