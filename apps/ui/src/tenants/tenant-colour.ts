/** A steady hue for a tenant, so that each looks the same on every page and in every browser. */
export function tenantHue(id: string | undefined): number {
  let hash = 7;
  for (const character of id ?? '') hash = (hash * 31 + character.charCodeAt(0)) % 360;
  return id === undefined ? 245 : (hash * 47) % 360;
}
