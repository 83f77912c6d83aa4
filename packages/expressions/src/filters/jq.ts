import type { Filter } from '../call-environment.ts';
import { runJq } from '../jq/run-jq.ts';
import { classNameOf } from '../values/class-name.ts';
import { javaText } from '../values/java-text.ts';
import { parseJson } from '../values/parse-json.ts';
import { ValueError } from '../values/value-error.ts';
import { isNull } from './filter-input.ts';

/** A text is parsed as JSON first; the result is always a list with one item for each output. */
export const jq: Filter = (input, [expression], environment) => {
  if (isNull(expression)) throw new ValueError("The 'jq' filter expects an argument 'expression'.");
  if (isNull(input)) return null;
  try {
    const value = typeof input === 'string' ? parseJson(input) : input;
    return runJq(javaText(expression), value, environment);
  } catch (error) {
    if (error instanceof ValueError && error.kind === 'limit') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ValueError(
      `Unable to parse jq value '${javaText(input).slice(0, 200)}' with type '${classNameOf(input)}': ${reason}`,
    );
  }
};
