import type { Input, InputType } from '../flow.ts';
import type { JsonObject } from '../json.ts';
import { columnsOf, propertiesOf, type ValuePart } from './value-parts.ts';

/** A JSON Schema (2020-12) of the values of a type, with the choices and bounds among its options. */
export function valueSchema({ type, options }: Pick<Input, 'type' | 'options'>): JsonObject {
  switch (type) {
    case 'STRING':
    case 'TIME':
    case 'FILE':
      return { type: 'string' };
    case 'SECRET':
      return { type: 'string', format: 'password', writeOnly: true };
    case 'EMAIL':
      return { type: 'string', format: 'email' };
    case 'URI':
      return { type: 'string', format: 'uri' };
    case 'DATETIME':
      return { type: 'string', format: 'date-time' };
    case 'DATE':
      return { type: 'string', format: 'date' };
    case 'DURATION':
      return { type: 'string', format: 'duration' };
    case 'INT':
    case 'FLOAT':
      return { type: type === 'INT' ? 'integer' : 'number', ...bounds(options) };
    case 'BOOLEAN':
    case 'BOOL':
      return { type: 'boolean' };
    case 'SELECT':
    case 'ENUM':
      return { type: 'string', ...offered(options) };
    case 'MULTISELECT':
      return { type: 'array', items: { type: 'string', ...offered(options) } };
    case 'ARRAY':
      return {
        type: 'array',
        items: valueSchema({ type: (options['itemType'] ?? 'STRING') as InputType, options: {} }),
      };
    case 'TABLE':
      return { type: 'array', items: mapOf(columnsOf(options)) };
    case 'OBJECT':
      return mapOf(propertiesOf(options));
    case 'FORM':
    case 'REUSABLE_INPUTS':
      return { type: 'object' };
    case 'JSON':
    case 'YAML':
    case 'ION':
      return {};
  }
}

/** Without parts: any map. */
function mapOf(parts: readonly ValuePart[] | undefined): JsonObject {
  if (parts === undefined) return { type: 'object' };
  const needed = parts.filter(({ required, defaults }) => required !== false && defaults === undefined);
  return {
    type: 'object',
    properties: Object.fromEntries(parts.map((part) => [part.id, valueSchema({ type: part.type, options: part })])),
    required: needed.map(({ id }) => id),
  };
}

function bounds({ min, max }: JsonObject): JsonObject {
  return { ...(typeof min === 'number' && { minimum: min }), ...(typeof max === 'number' && { maximum: max }) };
}

/** What an expression offers is known at the call. */
function offered({ values, options, allowCustomValue }: JsonObject): JsonObject {
  const list = values ?? options;
  return Array.isArray(list) && allowCustomValue !== true ? { enum: list } : {};
}
