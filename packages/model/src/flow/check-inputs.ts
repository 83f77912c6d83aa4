/** Rules of inputs and outputs that their schemas cannot say. */
import { hasExpression } from '@windhover/expressions';
import type { Input, InputType } from '../flow.ts';
import { convertInput } from '../inputs/convert-input.ts';
import { flattenForms } from '../inputs/flatten-forms.ts';
import { isFileUri } from '../inputs/input-rules.ts';
import type { Json } from '../json.ts';
import type { Path, Severity } from '../problem.ts';
import { textOf } from '../text-of.ts';
import { findCycle } from './find-cycle.ts';
import { isPresent, report } from './reading.ts';
import type { Reading } from './reading.ts';

/** Types whose defaults are not checked: Ion needs Node, and the editor reads flows in a browser. */
const unchecked: ReadonlySet<InputType> = new Set(['FILE', 'FORM', 'REUSABLE_INPUTS', 'ION']);

const successors: Partial<Record<InputType, InputType>> = { ENUM: 'SELECT', BOOLEAN: 'BOOL' };

export function checkInput(reading: Reading, input: Input, path: Path): void {
  const { options, type } = input;
  const successor = successors[type];
  if (successor !== undefined) {
    report(reading, [...path, 'type'], {
      severity: 'warning',
      code: 'DEPRECATED',
      message: `'${type}' is deprecated, use '${successor}'`,
    });
  }
  const refuse = (property: string, message: string): void =>
    report(reading, [...path, property], { code: 'RULE', message: `${input.id}: ${message}` });
  if (type === 'FILE' && isPresent(input.defaults) && !holdsTemplate(input.defaults ?? null)) checkFile(input, refuse);
  if (type === 'ARRAY' && options['itemType'] === undefined) refuse('itemType', '`itemType` must be set');
  if (type === 'ARRAY' && options['itemType'] === 'ARRAY') refuse('itemType', '`itemType` cannot be `ARRAY`');
  if (type === 'SELECT' || type === 'MULTISELECT') checkChoice(input, refuse);
  if (input.prefill !== undefined && input.defaults !== undefined)
    refuse('prefill', '`prefill` and `defaults` cannot be used together');
  if (!unchecked.has(type) && !holdsTemplate(input.defaults ?? null)) checkDefault(reading, input, path);
}

function checkFile({ defaults }: Input, refuse: (property: string, message: string) => void): void {
  if (isFileUri(textOf(defaults))) return;
  refuse('defaults', "inputs of type 'FILE' only support `defaults` that begin with kestra://, nsfile:// or file://");
}

function checkChoice(input: Input, refuse: (property: string, message: string) => void): void {
  const { values, options, expression } = input.options;
  if (values !== undefined && options !== undefined) refuse('options', 'cannot define both `values` and `options`');
  const listed = values !== undefined || options !== undefined;
  if (listed && expression !== undefined) refuse('expression', 'cannot define both `values` and `expression`');
  if (!listed && expression === undefined) refuse('values', 'either `values` or `expression` must be set');
}

function checkDefault(reading: Reading, input: Input, path: Path): void {
  if (!isPresent(input.defaults) || input.options['expression'] !== undefined) return;
  const outcome = convertInput(input, input.defaults);
  if (outcome.ok) return;
  report(reading, [...path, 'defaults'], {
    code: 'INVALID_VALUE',
    message: `Invalid default for input '${input.id}': ${outcome.reason}`,
  });
}

function holdsTemplate(value: Json): boolean {
  return hasExpression(typeof value === 'string' ? value : JSON.stringify(value));
}

export function reportDuplicates(
  reading: Reading,
  items: readonly { readonly id: string }[],
  kind: string,
  path: Path,
  severity: Severity = 'error',
): void {
  const ids = items.map((item) => item.id);
  const repeated = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  if (repeated.length === 0) return;
  report(reading, [...path, ids.lastIndexOf(repeated[0]!), 'id'], {
    severity,
    code: 'DUPLICATE_ID',
    message: `Duplicate ${kind} with name [${repeated.join(', ')}]`,
  });
}

export function checkDependencies(reading: Reading, declared: readonly Input[], path: Path): void {
  const inputs = flattenForms(declared);
  const known = new Set(inputs.map((input) => input.id));
  // What they hold is known once an execution begins
  const reusable = inputs.filter(({ type }) => type === 'REUSABLE_INPUTS').map(({ id }) => `${id}.`);
  for (const [index, input] of inputs.entries()) {
    for (const id of input.dependsOn?.inputs ?? []) {
      if (known.has(id) || reusable.some((prefix) => id.startsWith(prefix))) continue;
      report(reading, [...path, ...placeOf(declared, index), 'dependsOn', 'inputs'], {
        code: 'RULE',
        message: `Input with id '${input.id}' depends on a non-existent input '${id}'.`,
      });
    }
  }
  const cycle = findCycle(new Map(inputs.map((input) => [input.id, input.dependsOn?.inputs ?? []])));
  if (cycle === undefined) return;
  const index = inputs.findIndex((input) => input.id === cycle[0]);
  report(reading, [...path, ...placeOf(declared, index), 'dependsOn'], {
    code: 'RULE',
    message: `Cycle dependency detected for input with id '${cycle[0]}': [${cycle.join(', ')}]`,
  });
}

/** Dots nest values: an input cannot be a value and a map of other inputs as well. */
export function checkNesting(reading: Reading, declared: readonly Input[], path: Path): void {
  const inputs = flattenForms(declared);
  const isGroup = (type: InputType): boolean => type === 'FORM' || type === 'REUSABLE_INPUTS';
  const values = inputs.filter(({ type }) => !isGroup(type)).map(({ id }) => id);
  for (const [index, { id, type }] of inputs.entries()) {
    const above = isGroup(type) ? undefined : values.find((other) => id.startsWith(`${other}.`));
    if (above === undefined) continue;
    report(reading, [...path, ...placeOf(declared, index), 'id'], {
      code: 'RULE',
      message: `Input '${id}' cannot stand beside input '${above}', into whose value its dots lead; rename one of them`,
    });
  }
}

/** The way to the input at a place of the flattened list. */
function placeOf(declared: readonly Input[], flattened: number): Path {
  let left = flattened;
  for (const [index, input] of declared.entries()) {
    if (left === 0) return [index];
    const size = flattenForms([input]).length;
    if (left < size) return [index, 'inputs', left - 1];
    left -= size;
  }
  return [];
}
