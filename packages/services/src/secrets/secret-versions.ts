/** The values that a secret has had: each is sealed for its number, so that an older one cannot stand in for the newest. */
import type { SealedVersion, Secret, SecretMeta } from '@windhover/model';
import type { TenantCipher } from './tenant-cipher.ts';

/** What of a secret says its values. */
export type SealedValues = Pick<Secret, 'version' | 'ciphertext' | 'sealedAt' | 'sealedBy' | 'earlier'>;

export interface NextValue {
  readonly value: string;
  readonly now: number;
  /** Id of the user who sets it. */
  readonly by: string | undefined;
  /** Values that are kept, at least 1; the new one counts. */
  readonly most: number;
}

type Name = Pick<SecretMeta, 'namespace' | 'key'>;

/** The present value. Throws when the ciphertext was sealed for another place or number, or was altered. */
export function openSecret(cipher: TenantCipher, name: Name, { version, ciphertext }: SealedValues): string {
  return cipher.open(placeOf(name, version), ciphertext);
}

/** A value by its number; undefined when it is not kept. Throws as {@link openSecret}. */
export function openVersion(cipher: TenantCipher, secret: Secret, version: number): string | undefined {
  if (version === (secret.version ?? 1)) return openSecret(cipher, secret, secret);
  const found = secret.earlier?.find((each) => each.version === version);
  return found && cipher.open(placeOf(secret, version), found.ciphertext);
}

/** Oldest first, the present one last. */
export function versionsOf({ version = 1, ciphertext, updatedAt, sealedAt = updatedAt, ...rest }: Secret) {
  const present: SealedVersion = { version, ciphertext, sealedAt, ...optionalBy(rest.sealedBy) };
  return [...(rest.earlier ?? []), present];
}

/** A secret with other texts in the places of its values, present and earlier ones. */
export function mapValues(secret: Secret, map: (ciphertext: string, place: string) => string): Secret {
  const { version, ciphertext, earlier } = secret;
  return {
    ...secret,
    ciphertext: map(ciphertext, placeOf(secret, version)),
    ...(earlier !== undefined && {
      earlier: earlier.map((each) => ({ ...each, ciphertext: map(each.ciphertext, placeOf(secret, each.version)) })),
    }),
  };
}

export function valuesOf({ version, ciphertext, sealedAt, sealedBy, earlier }: Secret): SealedValues {
  return {
    ciphertext,
    ...(version !== undefined && { version }),
    ...(sealedAt !== undefined && { sealedAt }),
    ...optionalBy(sealedBy),
    ...(earlier !== undefined && { earlier }),
  };
}

/** The values of a secret once it has another one; `before` are those that it has, if any. */
export function sealNext(
  cipher: TenantCipher,
  name: Name,
  before: Secret | undefined,
  { value, now, by, most }: NextValue,
): SealedValues {
  const version = before === undefined ? 1 : (before.version ?? 1) + 1;
  const had = before === undefined ? [] : [...(before.earlier ?? []), ...numbered(cipher, before)];
  const earlier = had.slice(Math.max(0, had.length - (most - 1)));
  const ciphertext = cipher.seal(placeOf(name, version), value);
  return { version, ciphertext, sealedAt: now, ...optionalBy(by), ...(earlier.length > 0 && { earlier }) };
}

/** One from before there were versions is sealed anew, for its number; none of what cannot be read. */
function numbered(cipher: TenantCipher, secret: Secret): readonly SealedVersion[] {
  const present = versionsOf(secret).slice(-1);
  if (secret.version !== undefined) return present;
  try {
    const value = openSecret(cipher, secret, secret);
    return present.map((each) => ({ ...each, ciphertext: cipher.seal(placeOf(secret, 1), value) }));
  } catch {
    return []; // whoever replaces a secret that can no longer be read must be able to
  }
}

function placeOf({ namespace, key }: Name, version: number | undefined): string {
  const place = `secret/${namespace}/${key}`;
  return version === undefined ? place : `${place}/${version}`;
}

function optionalBy(by: string | undefined): { readonly sealedBy?: string } {
  return by === undefined ? {} : { sealedBy: by };
}
