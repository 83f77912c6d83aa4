/** Which files an ignore file names, in the syntax of `.gitignore`. */
import { existsSync, readFileSync } from 'node:fs';

interface Rule {
  readonly pattern: RegExp;
  readonly ignores: boolean;
  readonly isForFolders: boolean;
}

/**
 * Paths are relative to the ignore file's folder, with `/`. The last rule that fits decides; `!` takes a file back in, but
 * nothing out of a folder that is ignored itself.
 */
export function ignoredBy(ignoreFile: string): (path: string) => boolean {
  const rules = existsSync(ignoreFile) ? readFileSync(ignoreFile, 'utf8').split('\n').flatMap(toRule) : [];
  const isNamed = (path: string, isFolder: boolean): boolean =>
    rules.findLast((rule) => (isFolder || !rule.isForFolders) && rule.pattern.test(path))?.ignores ?? false;
  return (path) => {
    const names = path.split('/');
    return names.some((_, index) => isNamed(names.slice(0, index + 1).join('/'), index < names.length - 1));
  };
}

function toRule(line: string): Rule[] {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return [];
  const ignores = !text.startsWith('!');
  const glob = (ignores ? text : text.slice(1)).replace(/\/$/, '');
  // A name without a slash fits at any depth.
  const anchored = glob.includes('/') ? glob.replace(/^\//, '') : `**/${glob}`;
  return [{ pattern: toPattern(anchored), ignores, isForFolders: text.endsWith('/') }];
}

/** Not `matchesGlob` of Node: with it `*` leaves out names that begin with a dot. */
function toPattern(glob: string): RegExp {
  const parts = glob.matchAll(/\*\*\/|\/\*\*$|\*|\?|\[[!^]?[^\]]+\]|\\(.)|[^]/g);
  const source = [...parts].map(([part, escaped]) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '/**') return '/.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 2 && part.startsWith('[')) return part.replace(/^\[!/, '[^');
    return RegExp.escape(escaped ?? part);
  });
  return new RegExp(`^${source.join('')}$`);
}
