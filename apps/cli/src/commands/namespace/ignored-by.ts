/** Which files an ignore file names, in the syntax of `.gitignore`. */
import { existsSync, readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';

/** Paths are relative to the ignore file's folder, with `/`. The last rule that fits decides; `!` takes a file back in. */
export function ignoredBy(ignoreFile: string): (path: string) => boolean {
  const rules = existsSync(ignoreFile) ? readFileSync(ignoreFile, 'utf8').split('\n').flatMap(toRule) : [];
  return (path) =>
    rules.findLast(({ patterns }) => patterns.some((pattern) => matchesGlob(path, pattern)))?.ignores ?? false;
}

function toRule(line: string): { readonly patterns: readonly string[]; readonly ignores: boolean }[] {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return [];
  const ignores = !text.startsWith('!');
  const pattern = (ignores ? text : text.slice(1)).replace(/\/$/, '');
  // A name without a slash fits at any depth.
  const anchored = pattern.includes('/') ? pattern.replace(/^\//, '') : `**/${pattern}`;
  const all = [anchored, `${anchored}/**`];
  return [{ patterns: anchored.startsWith('**/') ? [...all, ...all.map((one) => one.slice(3))] : all, ignores }];
}
