import type { CallEnvironment } from '../call-environment.ts';
import { ValueError } from '../values/value-error.ts';
import { expandReplacement } from './regex-replacement.ts';
import { guardedMatcher } from './regex-guarded.ts';
import { linearMatcher } from './regex-linear.ts';

export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  /** The whole match first; undefined where a group took no part. */
  readonly groups: readonly (string | undefined)[];
  readonly names: Readonly<Record<string, number>>;
}

/** Matches from left to right, at most so many. */
export type Matcher = (text: string, most: number) => readonly RegexMatch[];

export interface Regex {
  find(text: string, environment: CallEnvironment): RegexMatch | undefined;
  findAll(text: string, environment: CallEnvironment): readonly RegexMatch[];
  replaceAll(text: string, replacement: string, environment: CallEnvironment): string;
}

const cache = new Map<string, Regex>();
const mostCached = 200;
const longestPattern = 2_000;
const plain = /^[^\\^$.|?*+()[\]{}]+$/;

/**
 * A Java regular expression, run in linear time; look-around and back-references, which no linear engine has, run
 * under a time limit. Throws a ValueError for a pattern that cannot be read.
 */
export function compileRegex(pattern: string): Regex {
  let regex = cache.get(pattern);
  if (regex === undefined) {
    if (pattern.length > longestPattern) throw new ValueError('The regular expression is too long', 'limit');
    regex = regexOf(pattern, plain.test(pattern) ? literalMatcher(pattern) : matcherOf(pattern));
    if (cache.size >= mostCached) cache.clear();
    cache.set(pattern, regex);
  }
  return regex;
}

function matcherOf(pattern: string): Matcher {
  try {
    return linearMatcher(pattern);
  } catch (linearProblem) {
    const matcher = guardedMatcher(pattern);
    if (matcher !== undefined) return matcher;
    const reason = linearProblem instanceof Error ? linearProblem.message : String(linearProblem);
    throw new ValueError(`The regular expression '${pattern.slice(0, 200)}' cannot be read: ${reason}`);
  }
}

function literalMatcher(pattern: string): Matcher {
  return (text, most) => {
    const matches: RegexMatch[] = [];
    for (let at = text.indexOf(pattern); at !== -1; at = text.indexOf(pattern, at + pattern.length)) {
      matches.push({ start: at, end: at + pattern.length, groups: [pattern], names: {} });
      if (matches.length >= most) break;
    }
    return matches;
  };
}

function regexOf(pattern: string, match: Matcher): Regex {
  const cost = 1 + (pattern.length >> 4);
  const charged = (text: string, most: number, environment: CallEnvironment) => {
    environment.charge(1 + (text.length >> 1) * cost);
    const matches = match(text, most);
    environment.charge(matches.length * 4);
    return matches;
  };
  return {
    find: (text, environment) => charged(text, 1, environment)[0],
    findAll: (text, environment) => {
      const most = environment.limits.listItems;
      const matches = charged(text, most + 1, environment);
      if (matches.length > most) throw new ValueError('The regular expression matches too often', 'limit');
      return matches;
    },
    replaceAll: (text, replacement, environment) => {
      let result = '';
      let end = 0;
      for (const found of charged(text, Number.POSITIVE_INFINITY, environment)) {
        result += text.slice(end, found.start) + expandReplacement(replacement, found);
        end = found.end;
        if (result.length > environment.limits.textLength) throw new ValueError('The text is too long', 'limit');
      }
      return result + text.slice(end);
    },
  };
}
