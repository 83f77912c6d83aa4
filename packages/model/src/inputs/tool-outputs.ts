/** Outputs of a flow as what a tool answers: what agents are told of them. */
import type { Output } from '../flow.ts';
import type { JsonObject } from '../json.ts';
import { valueSchema } from './value-schema.ts';

/**
 * A JSON Schema (2020-12) of the outputs of an execution that succeeded; undefined for a flow that has none. It says types and no
 * formats: clients refuse an answer that does not obey it.
 */
export function outputsSchema(outputs: readonly Output[]): JsonObject | undefined {
  if (outputs.length === 0) return undefined;
  return {
    type: 'object',
    properties: Object.fromEntries(outputs.map((output) => [output.id, propertyOf(output)])),
    required: outputs.filter(({ required }) => required).map(({ id }) => id),
  };
}

function propertyOf(output: Output): JsonObject {
  const { displayName, description, required } = output;
  const { format: _format, writeOnly: _writeOnly, ...value } = valueSchema(output);
  return {
    ...(required ? value : { anyOf: [value, { type: 'null' }] }),
    ...(displayName !== undefined && { title: displayName }),
    ...(description !== undefined && { description }),
  };
}
