import type { Filter } from '../call-environment.ts';
import { isEmpty } from '../values/empty.ts';

/** The argument where the value is missing, null or empty; 0 and false stay. */
export const fallback: Filter = (input, [value]) => (isEmpty(input) ? (value ?? null) : input);
