import type { Filter } from '../call-environment.ts';
import { chargeSearch } from '../text/charge-search.ts';
import { javaText } from '../values/java-text.ts';
import { ValueError } from '../values/value-error.ts';
import { isNull, nullStays, textArgument } from './filter-input.ts';

function substring(name: string, cut: (text: string, separator: string) => string): Filter {
  return nullStays((input, [separator], environment) => {
    const [text, wanted] = [javaText(input), textArgument(separator, name, 'separator')];
    chargeSearch(environment, text, wanted);
    return cut(text, wanted);
  });
}

export const substringBefore = substring('substringBefore', (text, separator) => {
  const at = text.indexOf(separator);
  return at === -1 ? text : text.slice(0, at);
});

export const substringAfter = substring('substringAfter', (text, separator) => {
  const at = text.indexOf(separator);
  return at === -1 ? '' : text.slice(at + separator.length);
});

export const substringBeforeLast = substring('substringBeforeLast', (text, separator) => {
  const at = separator === '' ? -1 : text.lastIndexOf(separator);
  return at === -1 ? text : text.slice(0, at);
});

export const substringAfterLast = substring('substringAfterLast', (text, separator) => {
  const at = separator === '' ? -1 : text.lastIndexOf(separator);
  return at === -1 ? '' : text.slice(at + separator.length);
});

/** Unlike most filters these two fail on null, as in the original. */
function affix(name: string, has: (text: string, value: string) => boolean): Filter {
  return (input, [value]) => {
    if (isNull(input)) throw new ValueError(`The '${name}' filter expects a text, but got null`);
    return has(javaText(input), textArgument(value, name, 'value'));
  };
}

export const startsWith = affix('startsWith', (text, value) => text.startsWith(value));

export const endsWith = affix('endsWith', (text, value) => text.endsWith(value));
