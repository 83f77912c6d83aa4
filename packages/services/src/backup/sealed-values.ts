/** Values in the JSON of executions and task runs that are sealed for their tenant: SECRET inputs, and texts that a run has hidden. */
import { hiddenType, type Json, type JsonObject } from '@windhover/model';
import { sealedType } from '../executions/resolve-flow-inputs.ts';
import type { TenantCipher } from '../secrets/tenant-cipher.ts';
import { hiddenPlace, inputPlace } from '../secrets/value-places.ts';

const places: Readonly<Record<string, string>> = { [sealedType]: inputPlace, [hiddenType]: hiddenPlace };
/** Tells what was opened from somebody's own object that looks like ours. */
const mark = '$opened';

/** The same text when it holds none. */
export function openValues(json: string, cipher: TenantCipher): string {
  return mapped(json, (value, place) => {
    try {
      return { ...value, value: cipher.open(place, value.value), [mark]: true };
    } catch {
      return value; // it was not sealed by us, or its key is lost: nobody can read it here either
    }
  });
}

export function sealValues(json: string, cipher: TenantCipher): string {
  return mapped(json, ({ [mark]: isOpened, ...value }, place) =>
    isOpened === true ? { ...value, value: cipher.seal(place, value.value) } : { ...value },
  );
}

type Sealed = JsonObject & { readonly type: string; readonly value: string };

function mapped(json: string, map: (value: Sealed, place: string) => JsonObject): string {
  if (!Object.keys(places).some((type) => json.includes(type))) return json;
  return JSON.stringify(JSON.parse(json), (_, value: Json) =>
    isSealed(value) ? map(value, places[value.type]!) : value,
  );
}

/** An empty one could not be sealed, and is lost. */
function isSealed(value: Json): value is Sealed {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { type, value: sealed } = value as JsonObject;
  return typeof type === 'string' && Object.hasOwn(places, type) && typeof sealed === 'string' && sealed !== '';
}
