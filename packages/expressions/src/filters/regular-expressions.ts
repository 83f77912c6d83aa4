import type { Filter } from '../call-environment.ts';
import { compileRegex } from '../text/regex.ts';
import { javaText } from '../values/java-text.ts';
import { ValueError } from '../values/value-error.ts';
import { integerArgument, isNull, nullStays } from './filter-input.ts';

/** Search, not full match. */
export const regexMatch: Filter = (input, [regex], environment) => {
  if (isNull(input)) return false;
  const pattern = requiredArgument(regex, 'regex');
  return compileRegex(pattern).find(javaText(input), environment) !== undefined;
};

export const regexReplace: Filter = nullStays((input, [regex, replacement], environment) => {
  const pattern = requiredArgument(regex, 'regex');
  const text = requiredArgument(replacement, 'replacement');
  return compileRegex(pattern).replaceAll(javaText(input), text, environment);
});

/** The first match, or null. */
export const regexExtract: Filter = nullStays((input, [regex, group], environment) => {
  const pattern = requiredArgument(regex, 'regex');
  const match = compileRegex(pattern).find(javaText(input), environment);
  if (match === undefined) return null;
  const index = isNull(group) ? 0 : integerArgument(group, 'regexExtract', 'group');
  if (index < 0 || index >= match.groups.length) throw new ValueError(`No group ${index}`);
  return match.groups[index] ?? null;
});

function requiredArgument(value: unknown, name: string): string {
  if (isNull(value)) throw new ValueError(`The argument '${name}' is required.`);
  return javaText(value);
}
