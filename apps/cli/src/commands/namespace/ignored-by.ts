import { existsSync, readFileSync } from 'node:fs';
import ignore from 'ignore';

/** Which files an ignore file names, as git reads one. Paths are relative to its folder, with `/`. */
export function ignoredBy(ignoreFile: string): (path: string) => boolean {
  const rules = ignore({ ignorecase: false });
  if (existsSync(ignoreFile)) rules.add(readFileSync(ignoreFile, 'utf8'));
  return (path) => rules.ignores(path);
}
