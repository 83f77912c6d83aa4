/** The names that a flow defines for its expressions. */
import type { JsonObject } from '../json.ts';
import type { DefinedNames } from './check-expressions.ts';
import { isData } from './reading.ts';
import type { Reading } from './reading.ts';

const setsVariables = /\.execution\.(?:Set|Unset)Variables$/;

export function definedNames(reading: Reading, document: JsonObject): DefinedNames {
  const variables = document['variables'];
  const changing = holdsType(document, setsVariables);
  return {
    inputs: new Set(idsOf(document['inputs']).map((id) => id.split('.')[0]!)),
    outputs: new Set(reading.tasks.flatMap(({ id }) => [id, `${id}_split`, `${id}_items`, `${id}_merge`])),
    ...(!changing && { vars: new Set(isData(variables) ? Object.keys(variables) : []) }),
  };
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
