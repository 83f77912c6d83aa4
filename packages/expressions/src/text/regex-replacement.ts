import { ValueError } from '../values/value-error.ts';
import type { RegexMatch } from './regex.ts';

/** Java's replacement text: `$1` (as many digits as there are groups for), `${name}`, and `\` before a plain sign. */
export function expandReplacement(replacement: string, { groups, names }: RegexMatch): string {
  if (!/[\\$]/.test(replacement)) return replacement;
  let result = '';
  for (let at = 0; at < replacement.length; at++) {
    const char = replacement[at] ?? '';
    if (char === '\\') {
      at++;
      if (at >= replacement.length) throw new ValueError('character to be escaped is missing');
      result += replacement[at] ?? '';
    } else if (char !== '$') result += char;
    else {
      const reference = readReference(replacement, at + 1, groups.length, names);
      result += groups[reference.group] ?? '';
      at += reference.length;
    }
  }
  return result;
}

function readReference(
  replacement: string,
  from: number,
  groupCount: number,
  names: Readonly<Record<string, number>>,
): { group: number; length: number } {
  const name = /^\{([A-Za-z][A-Za-z0-9]*)\}/.exec(replacement.slice(from, from + 100));
  if (name !== null) {
    const group = Object.hasOwn(names, name[1] ?? '') ? names[name[1] ?? ''] : undefined;
    if (group === undefined) throw new ValueError(`No group with name {${name[1]}}`);
    return { group, length: name[0].length };
  }
  const first = replacement[from] ?? '';
  if (!/\d/.test(first)) throw new ValueError('Illegal group reference');
  let group = Number(first);
  if (group >= groupCount) throw new ValueError(`No group ${group}`);
  let length = 1;
  for (let digit = replacement[from + length]; digit !== undefined && /\d/.test(digit); length++) {
    const next = group * 10 + Number(digit);
    if (next >= groupCount) break;
    group = next;
    digit = replacement[from + length + 1];
  }
  return { group, length };
}
