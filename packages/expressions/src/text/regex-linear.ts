import { RE2JS } from 're2js';
import { groupNames } from './regex-groups.ts';
import type { Matcher, RegexMatch } from './regex.ts';

/** Java's names for classes that the linear engine knows under others. */
const classes: ReadonlyMap<string, string> = new Map([
  ['Alpha', 'a-zA-Z'],
  ['Digit', '0-9'],
  ['Alnum', '0-9a-zA-Z'],
  ['Upper', 'A-Z'],
  ['Lower', 'a-z'],
  ['Punct', '!-/:-@\\[-`{-~'],
  ['Space', '\\t-\\r '],
  ['Blank', '\\t '],
  ['XDigit', '0-9a-fA-F'],
  ['ASCII', '\\x00-\\x7F'],
  ['Cntrl', '\\x00-\\x1F\\x7F'],
  ['Graph', '!-~'],
  ['Print', ' -~'],
  ['IsAlphabetic', '\\p{L}'],
  ['IsLetter', '\\p{L}'],
  ['IsDigit', '\\p{Nd}'],
  ['IsUppercase', '\\p{Lu}'],
  ['IsLowercase', '\\p{Ll}'],
  ['IsPunctuation', '\\p{P}'],
]);

/** Throws for what only a backtracking engine can do, and for mistakes. */
export function linearMatcher(pattern: string): Matcher {
  if (/&&/.test(pattern)) throw new SyntaxError('intersections of classes are not supported');
  const regex = RE2JS.compile(translate(pattern));
  const names = groupNames(pattern);
  return (text, most) => {
    const matcher = regex.matcher(text);
    const matches: RegexMatch[] = [];
    while (matcher.find()) {
      const groups: (string | undefined)[] = [];
      for (let i = 0; i <= matcher.groupCount(); i++) groups.push(matcher.group(i) ?? undefined);
      matches.push({ start: matcher.start(), end: matcher.end(), groups, names });
      if (matches.length >= most) break;
    }
    return matches;
  };
}

function translate(pattern: string): string {
  let result = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    if (char !== '\\') {
      if (char === '[') inClass = true;
      else if (char === ']') inClass = false;
      result += char;
      continue;
    }
    const named = /^\\([pP])\{(\w+)\}/.exec(pattern.slice(at, at + 40));
    const known = named === null ? undefined : classes.get(named[2] ?? '');
    if (named !== null && known !== undefined) {
      result += inClass ? known : `[${named[1] === 'P' ? '^' : ''}${known}]`;
      at += named[0].length - 1;
      continue;
    }
    const next = pattern[++at] ?? '';
    if (next === 'h') result += inClass ? ' \\t\\x{A0}' : '[ \\t\\x{A0}]';
    else if (next === 'R' && !inClass) result += '(?:\\r\\n|[\\n\\r\\x{85}])';
    else if (next === 'Z' && !inClass) result += '(?:\\n?\\z)';
    else if (next === 'Q') {
      const end = pattern.indexOf('\\E', at);
      result += pattern.slice(at - 1, end === -1 ? undefined : end + 2);
      at = end === -1 ? pattern.length : end + 1;
    } else result += `\\${next}`;
  }
  return result;
}
