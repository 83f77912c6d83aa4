import type { Filter } from '../call-environment.ts';
import { javaFormat } from '../text/java-format.ts';
import { nullStays, textInput } from './filter-input.ts';

/** The value is the pattern. */
export const format: Filter = nullStays((input, args, environment) => {
  const pattern = textInput(input, 'format');
  environment.charge(pattern.length);
  return javaFormat(pattern, args);
});
