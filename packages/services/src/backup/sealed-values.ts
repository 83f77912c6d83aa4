/** Values in the JSON of executions and task runs that are sealed for their tenant: SECRET inputs, and texts that a run has hidden. */
import { hiddenType, type Json, type JsonObject } from '@windhover/model';
import { sealedType } from '../executions/resolve-flow-inputs.ts';
import type { TenantCipher } from '../secrets/tenant-cipher.ts';
import { hiddenPlace, inputPlace } from '../secrets/value-places.ts';

const places: Readonly<Record<string, string>> = { [sealedType]: inputPlace, [hiddenType]: hiddenPlace };
/** Tells what was opened from somebody's own object that looks like ours. */
const mark = '$opened';

/** Asked for only where something is sealed. */
type LazyCipher = () => Promise<TenantCipher>;

/** The same text when it holds none. */
export async function openValues(json: string, cipher: LazyCipher): Promise<string> {
  return mapped(json, cipher, ({ open }, value, place) => {
    try {
      return { ...value, value: open(place, value.value), [mark]: true };
    } catch {
      return value; // it was not sealed by us, or its key is lost: nobody can read it here either
    }
  });
}

export async function sealValues(json: string, cipher: LazyCipher): Promise<string> {
  return mapped(json, cipher, ({ seal }, { [mark]: isOpened, ...value }, place) =>
    isOpened === true ? { ...value, value: seal(place, value.value) } : { ...value },
  );
}

type Sealed = JsonObject & { readonly type: string; readonly value: string };

async function mapped(
  json: string,
  lazyCipher: LazyCipher,
  map: (cipher: TenantCipher, value: Sealed, place: string) => JsonObject,
): Promise<string> {
  if (!Object.keys(places).some((type) => json.includes(type))) return json;
  const cipher = await lazyCipher();
  return JSON.stringify(JSON.parse(json), (_, value: Json) =>
    isSealed(value) ? map(cipher, value, places[value.type]!) : value,
  );
}

/** An empty one could not be sealed, and is lost. */
function isSealed(value: Json): value is Sealed {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { type, value: sealed } = value as JsonObject;
  return typeof type === 'string' && Object.hasOwn(places, type) && typeof sealed === 'string' && sealed !== '';
}
