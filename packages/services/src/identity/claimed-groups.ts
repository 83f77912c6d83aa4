/**
 * The groups that the claim at a dotted path (`resource_access.kestra.roles`) names, each once; undefined when nothing is
 * there. A name with dots in it is found, too: some providers call their claims by an address.
 */
export function claimedGroups(claims: Readonly<Record<string, unknown>>, path: string): readonly string[] | undefined {
  const claim = Object.hasOwn(claims, path) ? claims[path] : claimAt(claims, path.split('.'));
  if (claim === undefined || claim === null) return undefined;
  const names = Array.isArray(claim) ? claim : [claim];
  return [...new Set(names.filter((name) => typeof name === 'string' && name !== '' && name.length <= longestName))];
}

const longestName = 256;

function claimAt(claims: unknown, names: readonly string[]): unknown {
  let value = claims;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
