import type { PureFunction } from '../call-environment.ts';
import { parseIon } from '../text/parse-ion.ts';
import { parseYaml } from '../text/parse-yaml.ts';
import { parseJson } from '../values/parse-json.ts';
import { ValueError } from '../values/value-error.ts';
import { requiredText } from './argument.ts';

/** Null gives null; what follows the first value is ignored. */
export function fromJsonAs(name: string): PureFunction {
  return ([json], environment) => {
    if (json === null) return null;
    const text = requiredText(json, name, 'json');
    environment.charge(text.length >> 3);
    return saying('Invalid json', () => parseJson(text));
  };
}

export const fromIon: PureFunction = ([ion, allRows], environment) => {
  if (ion === null) return null;
  const text = requiredText(ion, 'fromIon', 'ion');
  environment.charge(text.length >> 1);
  return saying('Invalid ion', () => parseIon(text, allRows === true));
};

/** Unlike the other two it takes no null, as in the original. */
export const yaml: PureFunction = ([source], environment) => {
  if (source === null) throw new ValueError("The 'yaml' function expects an argument 'yaml' with type string.");
  const text = requiredText(source, 'yaml', 'yaml');
  environment.charge(text.length * 2);
  return saying('Invalid yaml', () => parseYaml(text));
};

function saying(what: string, parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    if (error instanceof ValueError && error.kind === 'limit') throw error;
    throw new ValueError(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
