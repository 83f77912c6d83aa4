/** The names that a flow defines for its expressions. */
import type { JsonObject } from '../json.ts';
import type { DefinedNames } from './check-expressions.ts';
import { isData } from './reading.ts';
import type { Reading } from './reading.ts';

const setsVariables = /\.execution\.(?:Set|Unset)Variables$/;
const takesTemplate = /\.flows?\.Template$/;

export function definedNames(reading: Reading, document: JsonObject): DefinedNames {
  const variables = document['variables'];
  const changing = holdsType(document, setsVariables);
  return {
    inputs: new Set(idsOf(document['inputs']).map(rootOf)),
    freeInputs: new Set(idsOf(freeInputsOf(document['inputs'])).map(rootOf)),
    // The tasks of a template are known once an execution begins
    ...(!holdsType(document, takesTemplate) && {
      outputs: new Set(reading.tasks.flatMap(({ id }) => [id, `${id}_split`, `${id}_items`, `${id}_merge`])),
    }),
    ...(!changing && { vars: new Set(isData(variables) ? Object.keys(variables) : []) }),
  };
}

/** Types whose values hold nothing but digits, dates and the like; of files there is the address alone. */
const closedTypes: ReadonlySet<unknown> = new Set([
  'INT',
  'FLOAT',
  'BOOLEAN',
  'BOOL',
  'DATETIME',
  'DATE',
  'TIME',
  'DURATION',
  'FILE',
]);
const choices: ReadonlySet<unknown> = new Set(['SELECT', 'MULTISELECT', 'ENUM']);

function freeInputsOf(inputs: unknown): readonly unknown[] {
  if (!Array.isArray(inputs)) return [];
  return inputs.filter((input: unknown) => {
    if (!isData(input) || closedTypes.has(input['type'])) return false;
    return !choices.has(input['type']) || input['allowCustomValue'] === true;
  });
}

function rootOf(id: string): string {
  return id.split('.')[0]!;
}

function idsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const id = isData(item) ? (item['id'] ?? item['name']) : undefined;
    return typeof id === 'string' ? [id] : [];
  });
}

function holdsType(value: unknown, pattern: RegExp): boolean {
  if (Array.isArray(value)) return value.some((item) => holdsType(item, pattern));
  if (!isData(value)) return false;
  return (
    (typeof value['type'] === 'string' && pattern.test(value['type'])) ||
    Object.values(value).some((item) => holdsType(item, pattern))
  );
}
