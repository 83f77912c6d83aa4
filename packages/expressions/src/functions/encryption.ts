import type { PureFunction } from '../call-environment.ts';
import { nodeCrypto } from '../text/node-modules.ts';
import { ValueError } from '../values/value-error.ts';
import { javaText } from '../values/java-text.ts';
import { isGiven } from './argument.ts';

const ivBytes = 12;
const tagBytes = 16;

/** AES-GCM; base64 of the IV, the encrypted text and the tag. */
export const encrypt: PureFunction = ([key, plaintext]) => {
  if (!isGiven(key) || !isGiven(plaintext)) {
    throw new ValueError("The 'encrypt' function expects two arguments 'key' and 'plaintext'.");
  }
  const crypto = nodeCrypto();
  const secret = keyOf(javaText(key), 'encrypt');
  const iv = crypto.randomBytes(ivBytes);
  const cipher = crypto.createCipheriv(`aes-${secret.length * 8}-gcm` as 'aes-256-gcm', secret, iv);
  const body = Buffer.concat([cipher.update(javaText(plaintext), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64');
};

export const decrypt: PureFunction = ([key, encrypted]) => {
  if (!isGiven(key) || !isGiven(encrypted)) {
    throw new ValueError("The 'decrypt' function expects two arguments 'key' and 'encrypted'.");
  }
  const secret = keyOf(javaText(key), 'decrypt');
  const bytes = Buffer.from(javaText(encrypted), 'base64');
  if (bytes.length < ivBytes + tagBytes) throw new ValueError("The text given to 'decrypt' is too short");
  const algorithm = `aes-${secret.length * 8}-gcm` as 'aes-256-gcm';
  const decipher = nodeCrypto().createDecipheriv(algorithm, secret, bytes.subarray(0, ivBytes));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new ValueError("'decrypt' cannot read the text: it was encrypted with another key, or it was changed");
  }
};

function keyOf(text: string, name: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length === 16 || key.length === 24 || key.length === 32) return key;
  throw new ValueError(`The key of '${name}' must be base64 of 16, 24 or 32 bytes`);
}
