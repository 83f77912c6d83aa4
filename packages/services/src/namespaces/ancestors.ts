/** The namespace itself and those above it, nearest first: `a.b.c`, `a.b`, `a`. */
export function withAncestors(namespace: string): readonly string[] {
  const parts = namespace.split('.');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
}
