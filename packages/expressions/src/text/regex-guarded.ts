import { ValueError } from '../values/value-error.ts';
import { nodeVm } from './node-modules.ts';
import { groupNames } from './regex-groups.ts';
import type { Matcher, RegexMatch } from './regex.ts';

/** A pattern that backtracks longer than this is given up. */
const timeoutMs = 100;

/**
 * Runs in a context of its own, which the timeout can interrupt even in the middle of a match. Only texts go in and
 * out, so nothing of either side can reach the other.
 */
const program = `
  const regex = new RegExp(pattern, 'gu');
  const found = [];
  for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
    found.push([match.index, [...match]]);
    if (found.length >= most) break;
    if (match[0] === '') regex.lastIndex++;
  }
  JSON.stringify(found);
`;

/** For patterns with look-around or back-references; undefined when the pattern is no regular expression at all. */
export function guardedMatcher(pattern: string): Matcher | undefined {
  let names: Record<string, number>;
  try {
    new RegExp(pattern, 'gu');
    names = groupNames(pattern);
  } catch {
    return undefined;
  }
  return (text, most) => {
    const sandbox = Object.assign(Object.create(null) as object, { pattern, text, most });
    let found: [number, (string | null)[]][];
    try {
      found = JSON.parse(
        String(nodeVm().runInNewContext(`{${program}}`, sandbox, { timeout: timeoutMs })),
      ) as typeof found;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      throw new ValueError(`The regular expression '${pattern.slice(0, 200)}' timed out`, 'limit');
    }
    return found.map(([start, groups]): RegexMatch => {
      const texts = groups.map((group) => group ?? undefined);
      return { start, end: start + (texts[0]?.length ?? 0), groups: texts, names };
    });
  };
}
