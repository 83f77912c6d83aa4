import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMask, maskText } from './masks.ts';

const hidden = '********';
const secret = 'p@ss "word"/ü+canary ~7';

function masksOf(value: string): ReadonlySet<string> {
  const masks = new Set<string>();
  addMask(masks, value);
  return masks;
}

test('a value is hidden as part of an address and of a form', () => {
  const forms = [encodeURIComponent(secret), new URLSearchParams({ key: secret }).toString()];

  expect(forms.map((form) => maskText(form, masksOf(secret)))).toEqual([hidden, `key=${hidden}`]);
});

test('a value is hidden in JSON, and in JSON that is a text of JSON', () => {
  const once = JSON.stringify({ secret });

  expect(maskText(once, masksOf(secret))).toBe(`{"secret":"${hidden}"}`);
  expect(maskText(JSON.stringify(once), masksOf(secret))).toBe(JSON.stringify(`{"secret":"${hidden}"}`));
});

test('a value is hidden in the base64 of a text around it, such as the header of a name and its password', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (before, after) => {
      for (const encoding of ['base64', 'base64url'] as const) {
        const text = maskText(Buffer.from(before + secret + after).toString(encoding), masksOf(secret));

        expect(text).toContain(hidden);
        expect(Buffer.from(text.replaceAll(hidden, ''), encoding).toString()).not.toContain('canary');
      }
    }),
  );
});

test('what is too short to be told from other text in base64 is hidden there as a whole only', () => {
  expect(maskText('Zm91cg== and Zm91', masksOf('four'))).toBe(`${hidden} and Zm91`);
});
