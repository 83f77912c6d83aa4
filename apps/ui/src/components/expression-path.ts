/** How an expression names a child: `a.b`, `a['b-c']`, `a[0]`. */
export function childPath(parent: string, key: string, inList: boolean): string {
  if (inList) return `${parent}[${key}]`;
  if (/^[A-Za-z_]\w*$/.test(key)) return `${parent}.${key}`;
  return `${parent}['${key.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
}
