/** Passwords at rest: argon2id with its parameters beside the hash, so that a login can notice an outdated one. */
import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);
const parameters = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const encoded = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/;

/** About 60 ms of a helper thread. `salt` is 16 random bytes. */
export async function hashPassword(password: string, salt: Uint8Array): Promise<string> {
  const { memory, passes, parallelism, tagLength } = parameters;
  const hash = await derive('argon2id', { message: password, nonce: salt, memory, passes, parallelism, tagLength });
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toText(salt)}$${toText(hash)}`;
}

/**
 * Whether the password is the one behind the hash. Without a hash, or with one that cannot be read, it costs the same
 * time and is false: an unknown account is not told from a wrong password.
 */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const match = hash === undefined ? null : encoded.exec(hash);
  const [, memory, passes, parallelism, salt, expected] = match ?? encoded.exec(unmatched)!;
  const wanted = Buffer.from(expected!, 'base64');
  const found = await derive('argon2id', {
    message: password,
    nonce: Buffer.from(salt!, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: wanted.length,
  });
  return timingSafeEqual(found, wanted) && match !== null;
}

/** Whether the hash was made with other parameters than today's: it is replaced at the next login. */
export function isOutdated(hash: string): boolean {
  const { memory, passes, parallelism } = parameters;
  return !hash.startsWith(`$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$`);
}

const unmatched = `$argon2id$v=19$m=${parameters.memory},t=${parameters.passes},p=${parameters.parallelism}$AAAAAAAAAAAAAAAAAAAAAA$${'A'.repeat(43)}`;

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}
