import type { CallEnvironment, Filter } from '../call-environment.ts';
import { chargeSearch } from '../text/charge-search.ts';
import { compileRegex } from '../text/regex.ts';
import { isTrue } from '../values/truth.ts';
import { javaText } from '../values/java-text.ts';
import { entriesOf, isMap } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';
import { mapTexts } from './escape-char.ts';
import { checkLength, isNull, nullStays, textInput } from './filter-input.ts';

export const replace: Filter = nullStays((input, [pairs, regexp], environment) => {
  if (isNull(pairs)) throw new ValueError("The argument 'replace_pairs' is required.");
  if (!isMap(pairs)) throw new ValueError("The argument 'replace_pairs' must be a map.");
  const isPattern = !isNull(regexp) && isTrue(regexp);
  const steps = entriesOf(pairs).map(([from, to]) => {
    const key = javaText(from);
    const value = isNull(to) ? '' : javaText(to);
    return isPattern
      ? (text: string) => compileRegex(key).replaceAll(text, value, environment)
      : (text: string) => replaceLiterally(text, key, value, environment);
  });
  return mapTexts(input, (text) => steps.reduce((changed, step) => step(changed), text), environment);
});

export const nl2br: Filter = nullStays((input) => textInput(input, 'nl2br').replace(/\r\n|\n\r|\n|\r/g, '<br />'));

function replaceLiterally(text: string, from: string, to: string, environment: CallEnvironment): string {
  environment.charge(text.length >> 6);
  chargeSearch(environment, text, from);
  if (to.length > from.length) {
    let count = from === '' ? text.length + 1 : 0;
    if (from !== '') for (let at = text.indexOf(from); at !== -1; at = text.indexOf(from, at + from.length)) count++;
    checkLength(text.length + count * (to.length - from.length), environment.limits);
  }
  return text.replaceAll(from, () => to);
}
