/** The number of each named group, counted by opening brackets. */
export function groupNames(pattern: string): Record<string, number> {
  const names: Record<string, number> = {};
  let index = 0;
  for (const match of pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)|\(\?<([A-Za-z]\w*)>/g)) {
    if (!match[0].startsWith('(')) continue;
    index++;
    if (match[1] !== undefined) names[match[1]] = index;
  }
  return names;
}
