/** Inputs of a flow as the arguments of a tool: what agents are told of them. */
import { hasExpression } from '@windhover/expressions';
import type { Flow, Input, InputType, TriggerDefinition } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';
import { textOf } from '../text-of.ts';
import { flattenForms } from './flatten-forms.ts';
import { columnsOf, type Column } from './table-columns.ts';
import { findNested } from './nesting.ts';

/**
 * The inputs that a call gives, those of forms under their full ids. What the trigger gives itself is none of them, so that no
 * agent overrides it, and neither are files, which no agent can send.
 */
export function toolArguments(
  { inputs }: Pick<Flow, 'inputs'>,
  trigger: Pick<TriggerDefinition, 'inputs'>,
): readonly Input[] {
  return flattenForms(inputs).filter(({ id, type }) => type !== 'FORM' && type !== 'FILE' && !isGivenBy(trigger, id));
}

/** Whether the trigger itself gives an input. */
export function isGivenBy({ inputs = {} }: Pick<TriggerDefinition, 'inputs'>, inputId: string): boolean {
  return findNested(inputs, inputId) !== undefined;
}

/** Whether an execution cannot do without a value being given. */
export function isNeeded({ required, defaults, dependsOn, options }: Input): boolean {
  const hasDefault = (defaults !== undefined && defaults !== null) || options['autoSelectFirst'] === true;
  return required && !hasDefault && dependsOn === undefined;
}

/** A JSON Schema (2020-12) of an object with a property for each; rules that it cannot say are in the descriptions. */
export function argumentsSchema(inputs: readonly Input[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(inputs.map((input) => [input.id, propertyOf(input)])),
    required: inputs.filter(isNeeded).map(({ id }) => id),
    additionalProperties: false,
  };
}

function propertyOf(input: Input): JsonObject {
  const { displayName, defaults } = input;
  const description = descriptionOf(input);
  return {
    ...typeOf(input),
    ...(displayName === undefined ? {} : { title: displayName }),
    ...(description === '' ? {} : { description }),
    ...(defaults === undefined || defaults === null || isRendered(defaults) ? {} : { default: defaults }),
  };
}

function descriptionOf({ type, description, dependsOn, options }: Input): string {
  const { validator, after, before, min, max } = options;
  const isDuration = type === 'DURATION';
  return [
    description,
    type === 'SECRET' ? 'A secret: it is kept encrypted, and shown to nobody.' : undefined,
    examples[type],
    validator === undefined ? undefined : `Matches the pattern \`${textOf(validator)}\`.`,
    after === undefined ? undefined : `Not before ${textOf(after)}.`,
    before === undefined ? undefined : `Not after ${textOf(before)}.`,
    isDuration && min !== undefined ? `At least ${textOf(min)}.` : undefined,
    isDuration && max !== undefined ? `At most ${textOf(max)}.` : undefined,
    dependsOn === undefined ? undefined : `Counts together with: ${dependsOn.inputs.join(', ')}.`,
  ]
    .filter((sentence) => sentence !== undefined && sentence !== '')
    .join(' ');
}

const examples: Readonly<Partial<Record<InputType, string>>> = {
  DATETIME: 'An instant. Example: 2026-03-01T08:00:00Z.',
  DATE: 'A date. Example: 2026-03-01.',
  TIME: 'A time of day. Example: 08:30:00.',
  DURATION: 'An ISO-8601 duration. Example: PT1H30M.',
};

function typeOf({ type, options }: Pick<Input, 'type' | 'options'>): JsonObject {
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
      return { type: 'array', items: typeOf({ type: (options['itemType'] ?? 'STRING') as InputType, options: {} }) };
    case 'TABLE':
      return { type: 'array', items: rowOf(columnsOf(options)) };
    case 'OBJECT':
    case 'FORM':
      return { type: 'object' };
    case 'JSON':
    case 'YAML':
    case 'ION':
      return {};
  }
}

function rowOf(columns: readonly Column[]): JsonObject {
  const needed = columns.filter(({ required, defaults }) => required && defaults === undefined);
  return {
    type: 'object',
    properties: Object.fromEntries(
      columns.map((column) => [column.id, typeOf({ type: column.type, options: column })]),
    ),
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

function isRendered(defaults: Json): boolean {
  return hasExpression(typeof defaults === 'string' ? defaults : JSON.stringify(defaults));
}
