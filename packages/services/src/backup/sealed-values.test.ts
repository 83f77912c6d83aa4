import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openText, sealText } from '../secrets/sealed-text.ts';
import type { TenantCipher } from '../secrets/tenant-cipher.ts';
import { openValues, sealValues } from './sealed-values.ts';

function aCipher(): TenantCipher {
  const key = randomBytes(32);
  return {
    seal: (place, plaintext) => sealText(key, place, plaintext),
    open: (place, sealed) => openText(key, place, sealed),
  };
}

const [ours, theirs] = [aCipher(), aCipher()];
const input = (cipher: TenantCipher) => ({
  type: 'io.kestra.datatype:aes_encrypted',
  value: cipher.seal('input', 'the pin'),
});
const hidden = (cipher: TenantCipher) => ({
  type: 'io.windhover.datatype:hidden',
  shown: 'pin ***',
  value: cipher.seal('hidden', '{"text":"pin 1"}'),
});

test('what one cipher has sealed, however deep, another one opens afterwards', async () => {
  const body = JSON.stringify({ inputs: { pin: input(ours), list: [{ text: hidden(ours) }] }, state: 'SUCCESS' });

  const opened = await openValues(body, async () => ours);
  const sealed = JSON.parse(await sealValues(opened, async () => theirs));

  expect(opened).toContain('the pin');
  expect(JSON.stringify(sealed)).not.toContain('the pin');
  expect(theirs.open('input', sealed.inputs.pin.value)).toBe('the pin');
  expect(theirs.open('hidden', sealed.inputs.list[0].text.value)).toBe('{"text":"pin 1"}');
  expect(Object.keys(sealed.inputs.list[0].text)).toEqual(['type', 'shown', 'value']);
});

test.each([
  ['nothing is sealed in', { inputs: { type: 'STRING', value: 'x' } }],
  ['only looks like ours', { inputs: { type: 'io.kestra.datatype:aes_encrypted', value: 'mine' } }],
  ['another key has sealed', { inputs: input(theirs) }],
  ['could not be sealed', { inputs: { type: 'io.windhover.datatype:hidden', shown: 'x', value: '' } }],
])('what %s stays as it is', async (_, body) => {
  const json = JSON.stringify(body);

  expect(await openValues(json, async () => ours)).toBe(json);
  expect(await sealValues(json, async () => ours)).toBe(json);
});

test('no cipher is asked for where nothing is sealed', async () => {
  const never = () => Promise.reject(new Error('it was asked for'));

  expect(await openValues('{"inputs":{}}', never)).toBe('{"inputs":{}}');
  expect(await sealValues('{"inputs":{}}', never)).toBe('{"inputs":{}}');
});
