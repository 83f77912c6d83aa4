/** Texts with a secret in them, sealed for the run that works with them: everybody else is shown the rest of the text. */
import { hiddenType, isHidden, type HiddenValue, type Json, type TenantKey } from '@windhover/model';
import { maskText } from './masks.ts';
import type { Ciphers, TenantCipher } from './tenant-cipher.ts';
import { hiddenPlace } from './value-places.ts';

/** What is known of secrets. */
export interface Hiding {
  readonly masks: ReadonlySet<string>;
  /** Undefined: nothing can be sealed, and what is hidden is lost for who reads it later. */
  readonly cipher: TenantCipher | undefined;
}

/** With the tenant's cipher, which is asked for when there is something to hide. */
export async function hidingOf(
  ciphers: Ciphers | undefined,
  tenantKey: TenantKey,
  masks: ReadonlySet<string>,
): Promise<Hiding> {
  return { masks, cipher: masks.size === 0 ? undefined : await ciphers?.of(tenantKey) };
}

/** Names of properties are hidden for good: they are what expressions go by. */
export function hide<Value extends Json>(value: Value, hiding: Hiding): Value {
  return hiding.masks.size === 0 ? value : (hideIn(value, hiding) as Value);
}

export function hideText(text: string, { masks, cipher }: Hiding): string | HiddenValue {
  const secrets = new Set([...masks].filter((mask) => text.includes(mask)));
  return secrets.size === 0 ? text : toHidden(text, secrets, cipher);
}

export function toHidden(text: string, secrets: ReadonlySet<string>, cipher: TenantCipher | undefined): HiddenValue {
  const value = cipher === undefined ? '' : cipher.seal(hiddenPlace, JSON.stringify({ text, secrets: [...secrets] }));
  return { type: hiddenType, shown: maskText(text, secrets), value };
}

function hideIn(value: Json, hiding: Hiding): Json {
  if (typeof value === 'string') return hideText(value, hiding);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => hideIn(item, hiding));
  if (isHidden(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [maskText(key, hiding.masks), hideIn(item, hiding)]),
  );
}
