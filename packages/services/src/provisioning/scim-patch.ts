/** PATCH of SCIM (RFC 7644, section 3.5.2), with what identity providers send beside the letter of it. */
import { InvalidScim, type Json, type JsonObject } from '@windhover/model';
import { parseScimFilter } from './scim-filter.ts';
import { isObject, keyNamed, namesOf } from './scim-path.ts';

export interface ScimOperation {
  /** `add`, `replace`, `remove`, in any case. */
  readonly op: string;
  readonly path?: string | undefined;
  readonly value?: Json | undefined;
}

/** A path such as `emails[type eq "work"].value`, taken apart. */
interface Target {
  readonly names: readonly string[];
  /** Which entries of the list that `names` leads to. */
  readonly filter?: string;
  /** Attribute of these entries. */
  readonly below?: string;
}

/** The resource after all operations, in their order; what was given stays as it is. Throws `InvalidScim`. */
export function applyScimPatch(resource: JsonObject, operations: readonly ScimOperation[]): JsonObject {
  const draft = structuredClone(resource) as Record<string, Json>;
  for (const operation of operations) apply(draft, operation);
  return draft;
}

function apply(draft: Record<string, Json>, { op, path, value }: ScimOperation): void {
  const kind = op.toLowerCase();
  if (kind !== 'add' && kind !== 'replace' && kind !== 'remove')
    throw refuse('invalidSyntax', `'${op}' is no operation: add, replace or remove`);
  if (path === undefined || path === '') {
    if (kind === 'remove') throw refuse('noTarget', 'remove needs a path');
    if (!isObject(value)) throw refuse('invalidValue', 'without a path the value must be an object');
    // Some providers send whole paths as names: {"name.givenName": "Jane"}
    for (const [name, each] of Object.entries(value)) applyAt(draft, kind, targetOf(name), each);
    return;
  }
  if (kind !== 'remove' && value === undefined) throw refuse('invalidValue', `${kind} needs a value`);
  applyAt(draft, kind, targetOf(path), value);
}

function applyAt(
  draft: Record<string, Json>,
  kind: 'add' | 'replace' | 'remove',
  target: Target | undefined,
  value: Json | undefined,
): void {
  // Of a schema that is not kept here
  if (target === undefined) return;
  const parent = parentOf(draft, target.names, kind !== 'remove');
  if (parent === undefined) return;
  const key = keyNamed(parent, target.names.at(-1)!);
  if (target.filter !== undefined) return applyToEntries(parent, key, kind, target, value);
  const before = Object.hasOwn(parent, key) ? parent[key] : undefined;
  if (kind === 'remove') {
    // {"op": "remove", "path": "members", "value": [{"value": "…"}]} takes these alone
    if (Array.isArray(before) && value !== undefined) parent[key] = before.filter((entry) => !isAmong(entry, value));
    else delete parent[key];
  } else if (kind === 'add' && Array.isArray(before)) {
    parent[key] = [...before, ...listOf(value!).filter((entry) => !isAmong(entry, before as Json[]))];
  } else if (isObject(before) && isObject(value)) {
    parent[key] = { ...before, ...value };
  } else {
    parent[key] = value!;
  }
}

function applyToEntries(
  parent: Record<string, Json>,
  key: string,
  kind: 'add' | 'replace' | 'remove',
  { filter, below }: Target,
  value: Json | undefined,
): void {
  const { matches, equals } = parseScimFilter(filter!);
  const entries = (Object.hasOwn(parent, key) ? listOf(parent[key]!) : []).filter(isObject);
  const isMeant = (entry: JsonObject): boolean => matches(entry);
  if (kind === 'remove') {
    parent[key] = entries.flatMap((entry) => {
      if (!isMeant(entry)) return [entry];
      if (below === undefined) return [];
      const { [keyNamed(entry, below)]: _gone, ...rest } = entry;
      return [rest];
    });
    return;
  }
  const changed = (entry: JsonObject): JsonObject =>
    below !== undefined
      ? { ...entry, [keyNamed(entry, below)]: value! }
      : { ...entry, ...(isObject(value) ? value : {}) };
  if (entries.some(isMeant)) {
    parent[key] = entries.map((entry) => (isMeant(entry) ? changed(entry) : entry));
    return;
  }
  // An entry that is not there is made so that the filter fits it
  const fresh: JsonObject = equals === undefined ? {} : { [equals.attribute]: equals.value };
  parent[key] = [...entries, changed(fresh)];
}

function parentOf(
  draft: Record<string, Json>,
  names: readonly string[],
  make: boolean,
): Record<string, Json> | undefined {
  let parent = draft;
  for (const name of names.slice(0, -1)) {
    const key = keyNamed(parent, name);
    if (!Object.hasOwn(parent, key) || !isObject(parent[key])) {
      if (!make) return undefined;
      parent[key] = {};
    }
    parent = parent[key] as Record<string, Json>;
  }
  return parent;
}

function targetOf(path: string): Target | undefined {
  const match = /^([^[\]]+)(?:\[(.+)\](?:\.([\w$-]+))?)?$/.exec(path);
  if (match === null) throw refuse('invalidPath', `'${path}' is no path`);
  const names = namesOf(match[1]!);
  if (names === undefined) return undefined;
  if (names.some((name) => !/^[a-z$][\w$-]*$/i.test(name) || name === '__proto__'))
    throw refuse('invalidPath', `'${path}' is no path`);
  const [, , filter, below] = match;
  return { names, ...(filter === undefined ? {} : { filter }), ...(below === undefined ? {} : { below }) };
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as Json[]) : [value];
}

/** Entries with the same `value` are the same. */
function isAmong(entry: Json, others: Json): boolean {
  const idOf = (each: Json): Json => (isObject(each) ? (each['value'] ?? null) : each);
  return listOf(others).some((other) => idOf(other) === idOf(entry));
}

function refuse(scimType: string, reason: string): InvalidScim {
  return new InvalidScim({ scimType, reason });
}
