/**
 * Globs over paths with `/`: `*` and `?` stay within a segment, `**` crosses segments (also without slashes around it, so
 * `**.csv` finds `a/b.csv`), `[a-z]` is one character, `{a,b}` one of several. The prefix `glob:` that Kestra knows says
 * nothing more. Linear in the length of the path.
 */
import { RE2JS } from 're2js';

export interface Glob {
  matches(path: string): boolean;
}

export function parseGlob(pattern: string): Glob {
  const expression = RE2JS.compile(`^(?:${toExpression(pattern.replace(/^glob:/, ''))})$`);
  return { matches: (path) => expression.matches(path) };
}

function toExpression(pattern: string): string {
  let text = '';
  let depth = 0;
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index]!;
    if (character === '*') {
      if (pattern[index + 1] === '*') {
        // `**/` also stands for no directory at all
        const isWhole = pattern[index + 2] === '/';
        text += isWhole ? '(?:.*/)?' : '.*';
        index += isWhole ? 2 : 1;
      } else text += '[^/]*';
    } else if (character === '?') text += '[^/]';
    else if (character === '{') {
      depth += 1;
      text += '(?:';
    } else if (character === '}' && depth > 0) {
      depth -= 1;
      text += ')';
    } else if (character === ',' && depth > 0) text += '|';
    else if (character === '[') {
      const end = pattern.indexOf(']', index + 1);
      if (end < 0) text += '\\[';
      else {
        const set = pattern.slice(index + 1, end).replaceAll('\\', '\\\\');
        text += `[${set.startsWith('!') ? `^${set.slice(1)}` : set}]`;
        index = end;
      }
    } else text += character.replace(/[\\^$.|+()\]}]/, '\\$&');
  }
  return text + ')'.repeat(depth);
}
