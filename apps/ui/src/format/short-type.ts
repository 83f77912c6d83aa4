/** The last word of a type says what it is; show the whole one on hover. */
export function shortType(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}
