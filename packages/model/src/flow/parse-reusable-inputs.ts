/** From the text of reusable inputs to the inputs, with everything that is wrong or noteworthy in it. */
import type { Input } from '../flow.ts';
import { inputIdPattern, namespacePattern } from '../identifiers.ts';
import type { Json, JsonObject } from '../json.ts';
import { hasErrors } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { readSource } from '../source/read-source.ts';
import { textOf } from '../text-of.ts';
import { checkExpressions } from './check-expressions.ts';
import { checkShape } from './check-shape.ts';
import { bySource } from './parse-flow.ts';
import { readInputs } from './read-inputs.ts';
import { reusableInputsSchema } from './reusable-inputs-schema.ts';
import { isData, report } from './reading.ts';
import type { Data, Reading } from './reading.ts';

export interface ParsedReusableInputs {
  /** The source as plain data, whenever it is a map. */
  readonly document?: JsonObject;
  /** All of them, in the order of the source. */
  readonly problems: readonly Problem[];
}

export interface ReusableInputsName {
  readonly namespace: string;
  readonly id: string;
}

/** A reader of its own looks into the inputs. */
const topSchema = reusableInputsSchema.omit({ inputs: true });

const noPlugins = { find: () => undefined, list: () => [], defaults: [] };

/**
 * Parses one YAML (or JSON) document of `id`, `namespace`, `description` and `inputs`. Inputs depend on each other by their own
 * ids; other names in expressions are not judged, since the flow has them. Where they are to be saved under a `name`, what the
 * source says of it must be the same. Never throws for what the text says.
 */
export function parseReusableInputs(source: string, name?: ReusableInputsName): ParsedReusableInputs {
  const { data, problems: syntax, locate } = readSource(source);
  if (data === undefined) return { problems: syntax };
  if (!isData(data)) {
    const message = data === null ? 'The source is empty' : 'Reusable inputs are a map: `id`, `description`, `inputs`';
    return { problems: [{ severity: 'error', code: 'SYNTAX', message, path: '', ...locate([]) }] };
  }
  const document = data as JsonObject;
  const reading: Reading = { catalog: noPlugins, locate, problems: [], tasks: [] };
  const { inputs: written, ...others } = document;
  const top = checkShape(reading, topSchema, others, [], Object.keys(reusableInputsSchema.shape));
  if (name !== undefined) checkName(reading, { ...top }, name);
  const inputs = readInputs(reading, written, ['inputs']);
  if (inputs.length === 0 && !hasErrors(reading.problems)) {
    report(reading, ['inputs'], { code: 'MISSING', message: 'must not be empty' });
  }
  refuseOthers(reading, written);
  checkExpressions(reading, document, {});
  return { document, problems: reading.problems.sort(bySource) };
}

function checkName(reading: Reading, written: Data, name: ReusableInputsName): void {
  const patterns = { id: inputIdPattern, namespace: namespacePattern };
  for (const key of ['id', 'namespace'] as const) {
    if (!patterns[key].test(name[key])) {
      const message = `'${name[key]}' is not a valid ${key}, it must match ${patterns[key].source}`;
      report(reading, [key], { code: 'INVALID_ID', message });
    }
    if (written[key] === undefined || written[key] === name[key]) continue;
    const message = `'${textOf(written[key])}' does not say where it is saved: write '${name[key]}', or leave it out`;
    report(reading, [key], { code: 'RULE', message });
  }
}

function refuseOthers(reading: Reading, inputs: unknown): void {
  if (!Array.isArray(inputs)) return;
  for (const [index, input] of (inputs as readonly unknown[]).entries()) {
    if (!isData(input) || input['type'] !== 'REUSABLE_INPUTS') continue;
    const message = `${textOf(input['id'])}: reusable inputs cannot hold others; name these in the flow as well`;
    report(reading, ['inputs', index, 'type'], { code: 'RULE', message });
  }
}

/** The inputs of a document that was accepted once; properties that are not known any more are ignored. */
export function reusableInputsOf(document: JsonObject): readonly Input[] {
  return acceptedInputs(document['inputs']);
}

/** The inputs of a list that was accepted once, wherever it stands. */
export function acceptedInputs(list: Json | undefined): readonly Input[] {
  const nowhere = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  const reading: Reading = { catalog: noPlugins, locate: () => nowhere, problems: [], tasks: [] };
  return readInputs(reading, list, ['inputs']);
}
